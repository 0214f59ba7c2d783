import type { SessionId } from '@shared/model/ids'
import type { ContextUse } from '@shared/model/message-details'
import { useApp } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { Dialog } from '../../../ui/dialog'
import { formatNumber } from '../../../ui/format-number'
import { botNameOf, contextOf, notesOf } from './memory-selectors'
import styles from './memory.module.css'
import { NoteList } from './note-list'
import { PinList } from './pin-list'
import { Summary } from './summary'

export interface MemoryDialogProps {
  readonly sessionId: SessionId
  readonly onClose: () => void
}

/** What the bot remembers of a session, in numbers, and what can be done about it. */
export function MemoryDialog({ sessionId, onClose }: MemoryDialogProps) {
  const context = useApp(contextOf(sessionId))
  const name = useApp(botNameOf(sessionId))
  const notes = useApp(notesOf(sessionId))
  const mayWrite = useApp((state) => state.mayWriteIn(sessionId))
  return (
    <Dialog title={`What ${name} remembers`} onClose={onClose} isText>
      <div className={styles['sections']}>
        {context !== null && <Numbers context={context} name={name} />}
        <section aria-labelledby="memory-notes">
          <h3 id="memory-notes">Notes</h3>
          <p className={styles['hint']}>{name} is told them with every message.</p>
          <NoteList sessionId={sessionId} notes={notes?.notes ?? []} mayWrite={mayWrite} />
        </section>
        <section aria-labelledby="memory-pins">
          <h3 id="memory-pins">Pinned messages</h3>
          <PinList sessionId={sessionId} pins={notes?.pins ?? []} onClose={onClose} />
        </section>
        {mayWrite && <ToDo sessionId={sessionId} context={context} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

function Numbers({ context, name }: { readonly context: ContextUse; readonly name: string }) {
  const { used, reserve, limit, exact, fromSeq, cut } = context
  const free = Math.max(0, limit - used - reserve)
  return (
    <section aria-label="Numbers">
      <dl className={styles['numbers']}>
        <dt>Told for the last reply</dt>
        <dd>
          {exact ? '' : 'about '}
          {formatNumber(used)} tokens
        </dd>
        <dt>Kept for the reply</dt>
        <dd>{formatNumber(reserve)} tokens</dd>
        <dt>Still free</dt>
        <dd>{formatNumber(free)} tokens</dd>
        <dt>In all</dt>
        <dd>{formatNumber(limit)} tokens</dd>
      </dl>
      {fromSeq > 0 && (
        <p>{name} does not see the beginning of this conversation any more; a line marks where.</p>
      )}
      {cut === true && (
        <p>Ollama cut the beginning off by itself. Update Ollama: newer versions say so instead.</p>
      )}
    </section>
  )
}

interface ToDoProps extends MemoryDialogProps {
  readonly context: ContextUse | null
}

function ToDo({ sessionId, context, onClose }: ToDoProps) {
  const notes = useApp(notesOf(sessionId))?.notes ?? []
  const botId = useApp((state) => state.sessions[sessionId]?.botId)
  const isOwner = useApp((state) => state.role === 'owner')
  const openBotDialog = useApp((state) => state.openBotDialog)
  const startFresh = useApp((state) => state.startFresh)
  return (
    <section aria-labelledby="memory-todo">
      <h3 id="memory-todo">What to do</h3>
      <Summary sessionId={sessionId} throughSeq={Math.max(0, (context?.fromSeq ?? 0) - 1)} />
      <div className={styles['actions']}>
        {isOwner && botId !== undefined && (
          <Button
            onClick={() => {
              onClose()
              openBotDialog({ kind: 'edit', botId })
            }}
          >
            Raise the limit…
          </Button>
        )}
        <Button onClick={() => void startFresh(sessionId, [])}>Start fresh</Button>
        {notes.length > 0 && (
          <Button onClick={() => void startFresh(sessionId, notes)}>
            Start fresh with the notes
          </Button>
        )}
      </div>
    </section>
  )
}
