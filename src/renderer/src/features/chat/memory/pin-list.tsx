import type { SessionId } from '@shared/model/ids'
import type { SessionNotes } from '@shared/model/session-notes'
import { useApp } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import styles from './memory.module.css'

export interface PinListProps {
  readonly sessionId: SessionId
  readonly pins: SessionNotes['pins']
  readonly onClose: () => void
}

/** Pinned messages; pressing one goes there. */
export function PinList({ sessionId, pins, onClose }: PinListProps) {
  const show = useApp((state) => state.showPinned)
  if (pins.length === 0)
    return (
      <p className={styles['hint']}>
        None. Choose “Pin” in the menu of a message, and the bot is always told it.
      </p>
    )
  return (
    <ul className={styles['list']}>
      {pins.map(({ seq, excerpt }) => (
        <li key={seq}>
          <Button
            variant="quiet"
            className={styles['pin']}
            dir="auto"
            onClick={() => {
              onClose()
              void show(sessionId, seq)
            }}
          >
            {excerpt === '' ? `Message ${seq}` : excerpt}
          </Button>
        </li>
      ))}
    </ul>
  )
}
