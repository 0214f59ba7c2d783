import type { SessionId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { botNameOf, contextOf, notesOf } from './memory-selectors'
import styles from './memory.module.css'

export interface MemoryLineProps {
  readonly sessionId: SessionId
  /** Of the message that it would stand above. */
  readonly seq: number
}

/** Where the bot's memory begins, as its newest reply tells; nothing anywhere else. */
export function MemoryLine({ sessionId, seq }: MemoryLineProps) {
  const beginsHere = useApp((state) => contextOf(sessionId)(state)?.fromSeq === seq)
  return beginsHere ? <Line sessionId={sessionId} /> : null
}

function Line({ sessionId }: { readonly sessionId: SessionId }) {
  const name = useApp(botNameOf(sessionId))
  const hasNote = useApp((state) =>
    notesOf(sessionId)(state)?.notes.some(({ throughSeq }) => throughSeq > 0),
  )
  const show = useApp((state) => state.showMemory)
  const ending = hasNote === true ? 'remembers only from its note' : 'does not remember any more'
  return (
    <div className={styles['line']} role="note">
      <p>
        What stands above, {name} {ending}.
      </p>
      <Button small variant="quiet" onClick={() => show(sessionId)}>
        What to do
      </Button>
    </div>
  )
}
