import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import styles from './settings-dialog.module.css'

export interface RemovedNoteProps {
  readonly name: string
  readonly restore: () => Promise<unknown>
  readonly onRestored: () => void
}

/** The way back stands here and not in a notice: those are out of reach while the settings are open. */
export function RemovedNote({ name, restore, onRestored }: RemovedNoteProps) {
  const toastError = useApp((app) => app.toastError)
  const undo = () => {
    restore().then(onRestored, toastError)
  }
  return (
    <div className={styles['status']} role="status">
      <span>“{name}” was removed.</span>
      <Button small autoFocus onClick={undo}>
        Undo
      </Button>
    </div>
  )
}
