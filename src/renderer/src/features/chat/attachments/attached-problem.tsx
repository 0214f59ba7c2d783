import { RotateCcw } from 'lucide-react'
import { useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import type { Attached } from './attached'
import styles from './attached-strip.module.css'

export interface AttachedProblemProps {
  readonly one: Attached
  /** The button that was pressed is gone then. */
  readonly onRetry: () => void
}

/** Why a picture was not added, and what to do. */
export function AttachedProblem({ one, onRetry }: AttachedProblemProps) {
  const store = useAppStore()
  const { id, name, problem, mayRetry } = one
  return (
    <li className={styles['problem']}>
      <p role="alert">
        <strong dir="auto">{name}</strong> was not added. {problem}
      </p>
      {mayRetry && (
        <Button
          small
          icon={<RotateCcw size={14} aria-hidden="true" />}
          aria-label={`Try ${name} again`}
          onClick={() => {
            onRetry()
            void store.getState().attachAgain(id)
          }}
        >
          Try again
        </Button>
      )}
    </li>
  )
}
