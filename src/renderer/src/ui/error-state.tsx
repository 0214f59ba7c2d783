import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './error-state.module.css'

export interface ErrorStateProps {
  /** What happened and what to do next. */
  readonly message: string
  readonly actions?: ReactNode
}

/** Something failed: unmistakably, in words, with the next step. */
export function ErrorState({ message, actions }: ErrorStateProps) {
  return (
    <div className={styles['error']} role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <p className={styles['message']}>{message}</p>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </div>
  )
}
