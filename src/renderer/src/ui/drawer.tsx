import { useEffect, useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { giveBackFocus } from './give-back-focus'

export interface DrawerProps {
  readonly label: string
  readonly className: string | undefined
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A part of the window that is folded away: modal while it is there; Esc and a press beside it close it. */
export function Drawer({ label, className, onClose, children }: DrawerProps) {
  const drawer = useRef<HTMLDialogElement>(null)

  useLayoutEffect(() => {
    const element = drawer.current
    const before = document.activeElement
    element?.showModal()
    return () => {
      element?.close()
      giveBackFocus(before)
    }
  }, [])

  useEffect(() => {
    const element = drawer.current
    if (element === null) return undefined
    const cancel = (event: Event) => {
      event.preventDefault()
      onClose()
    }
    // The dialog's own box is filled by its content, so a press on itself is one on the backdrop.
    const press = (event: PointerEvent) => {
      const box = element.getBoundingClientRect()
      const inside = event.clientX >= box.left && event.clientX <= box.right
      if (event.target === element && !inside) onClose()
    }
    element.addEventListener('cancel', cancel)
    element.addEventListener('pointerdown', press)
    return () => {
      element.removeEventListener('cancel', cancel)
      element.removeEventListener('pointerdown', press)
    }
  }, [onClose])

  return (
    <dialog ref={drawer} className={className} aria-label={label}>
      {children}
    </dialog>
  )
}
