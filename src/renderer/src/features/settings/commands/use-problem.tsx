import { useState } from 'react'
import type { ReactNode } from 'react'
import styles from '../settings-dialog.module.css'

/** Shows what a change was refused for, until the next one. */
export function useProblem(): {
  readonly problem: ReactNode
  readonly run: (saving: Promise<string | null>) => void
} {
  const [text, setText] = useState<string | null>(null)
  return {
    problem: text !== null && (
      <p className={styles['problem']} role="alert">
        {text}
      </p>
    ),
    run: (saving) => void saving.then(setText),
  }
}
