import { CircleAlert, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'
import { classNames } from './class-names'
import { IconButton } from './icon-button'
import styles from './toasts.module.css'

export interface ToastAction {
  readonly label: string
  readonly run: () => void
}

export interface Toast {
  readonly id: number
  readonly text: string
  readonly kind: 'info' | 'error'
  readonly action: ToastAction | null
}

const SHOWN_MS = 5_000
const SHOWN_WITH_ACTION_MS = 10_000

export interface ToastsProps {
  readonly toasts: readonly Toast[]
  readonly onDismiss: (id: number) => void
}

/** Short words about what was just done, with a way back. They leave by themselves, but not from under a pointer or focus. */
export function Toasts({ toasts, onDismiss }: ToastsProps) {
  return (
    <div className={styles['toasts']} role="region" aria-label="Notices" aria-live="polite">
      {toasts.map((toast) => (
        <ToastRow key={toast.id} toast={toast} onDismiss={onDismiss} />
      ))}
    </div>
  )
}

function ToastRow({
  toast,
  onDismiss,
}: {
  readonly toast: Toast
  readonly onDismiss: (id: number) => void
}) {
  const [held, setHeld] = useState(false)
  const { id, action } = toast
  const shownMs = action === null && toast.kind === 'info' ? SHOWN_MS : SHOWN_WITH_ACTION_MS

  useEffect(() => {
    if (held) return undefined
    const timer = setTimeout(() => onDismiss(id), shownMs)
    return () => clearTimeout(timer)
  }, [held, id, shownMs, onDismiss])

  return (
    <div
      className={classNames(styles['toast'], styles[toast.kind])}
      role={toast.kind === 'error' ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.kind === 'error' && <CircleAlert size={16} aria-hidden="true" />}
      <span className={styles['text']}>{toast.text}</span>
      {action !== null && (
        <Button
          variant="quiet"
          small
          className={styles['action']}
          onClick={() => {
            onDismiss(id)
            action.run()
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label="Dismiss" onClick={() => onDismiss(id)}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
