import type { SessionId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { botNameOf, notesOf } from './memory-selectors'
import styles from './memory.module.css'

export interface SummaryProps {
  readonly sessionId: SessionId
  /** The last message that the bot does not see any more; 0 where it sees all. */
  readonly throughSeq: number
}

/** Lets the bot write a note on what it will not see any more; shows how far it is, and takes it back. */
export function Summary({ sessionId, throughSeq }: SummaryProps) {
  const name = useApp(botNameOf(sessionId))
  const making = useApp((state) => notesOf(sessionId)(state)?.making ?? null)
  const error = useApp(({ chat }) => chat.conversations[sessionId]?.notesError ?? null)
  const summarise = useApp((state) => state.summarise)
  const stop = useApp((state) => state.stopSummary)
  if (making !== null) {
    const percent = Math.round(making.fraction * 100)
    return (
      <div className={styles['making']} role="status">
        <label>
          {name} is writing a note: {percent}% read
          <progress max={100} value={percent} />
        </label>
        <Button onClick={() => void stop(sessionId)}>Stop</Button>
      </div>
    )
  }
  return (
    <>
      {error !== null && <p role="alert">No note was written. {error.message}</p>}
      <div className={styles['actions']}>
        <Button variant="primary" onClick={() => void summarise(sessionId, throughSeq)}>
          {throughSeq > 0
            ? 'Sum up what came before in a note'
            : 'Sum up the conversation in a note'}
        </Button>
      </div>
    </>
  )
}
