import { X } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { classNames } from './class-names'
import styles from './dialog.module.css'
import { giveBackFocus } from './give-back-focus'
import { IconButton } from './icon-button'

export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly size?: 'small' | 'medium' | 'large'
  /** Nothing in it takes the focus, so it does itself: keys scroll it where it is long. */
  readonly isText?: boolean
}

/**
 * A modal dialog. Esc and the cross call `onClose`; the focus begins at what is marked `data-autofocus` and goes back to
 * where it was.
 */
export function Dialog({
  title,
  onClose,
  children,
  footer,
  size = 'medium',
  isText = false,
}: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    element?.showModal()
    element?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      element?.close()
      giveBackFocus(before)
    }
  }, [])

  useEffect(() => {
    const element = dialog.current
    const cancel = (event: Event) => {
      // A file field inside fires `cancel` too; only the dialog's own closes it.
      if (event.target !== element) return
      event.preventDefault()
      onClose()
    }
    element?.addEventListener('cancel', cancel)
    return () => element?.removeEventListener('cancel', cancel)
  }, [onClose])

  return (
    <dialog
      ref={dialog}
      className={classNames(styles['dialog'], styles[size])}
      aria-labelledby={titleId}
    >
      <header className={styles['header']}>
        <h2 id={titleId} className={styles['title']}>
          {title}
        </h2>
        <IconButton label="Close" onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </header>
      <div className={styles['body']} tabIndex={isText ? 0 : undefined}>
        {children}
      </div>
      {footer !== undefined && <footer className={styles['footer']}>{footer}</footer>}
    </dialog>
  )
}
