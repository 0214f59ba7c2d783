import { Pencil, RotateCcw } from 'lucide-react'
import type { SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { BotState } from '../../../ui/bot-state'
import { Button } from '../../../ui/button'
import { classNames } from '../../../ui/class-names'
import { MessagePictures } from '../attachments/message-pictures'
import type { PendingSend } from '../state/chat-data'
import { lastMessageIdOf } from '../state/chat-selectors'
import { DateLine } from './date-line'
import styles from './message-row.module.css'
import { visibleText } from './visible-text'

export interface PendingRowProps {
  readonly sessionId: SessionId
  readonly pending: PendingSend
}

/** Something just said that the controller has not confirmed; and what became of it, where it could not be sent. */
export function PendingRow({ sessionId, pending }: PendingRowProps) {
  const { clientMessageId, state, text } = pending
  const isUnsent = state === 'failed'
  const lastId = useApp(lastMessageIdOf(sessionId))
  const previousAt = useApp(({ chat }) => chat.messages[lastId ?? '']?.createdAt ?? null)
  return (
    <li className={styles['row']} data-row-id={clientMessageId} data-author="person">
      <DateLine at={pending.createdAt} previousAt={previousAt} />
      <article
        className={classNames(styles['mine'], isUnsent ? styles['unsent'] : styles['pending'])}
      >
        <h2 className="visually-hidden">You</h2>
        {pending.attachments && <MessagePictures pictures={pending.attachments} />}
        {text.trim() !== '' && (
          <div className={styles['bubble']} dir="auto">
            {visibleText(text)}
          </div>
        )}
        {isUnsent ? <Unsent sessionId={sessionId} pending={pending} /> : <SendState />}
      </article>
    </li>
  )
}

function SendState() {
  const isOnline = useApp((state) => state.connection.status === 'online')
  return (
    <p className={styles['sendState']} role="status">
      {isOnline ? 'Sending…' : <BotState state="waiting" word="Sends when connected" />}
    </p>
  )
}

function Unsent({ sessionId, pending }: PendingRowProps) {
  const store = useAppStore()
  const { clientMessageId, error } = pending
  return (
    <>
      <p className={styles['sendState']} role="alert">
        <BotState state="failed" word="Not sent." /> {error?.message}
      </p>
      <div className={styles['sendState']}>
        <Button
          small
          icon={<RotateCcw size={14} aria-hidden="true" />}
          onClick={() => void store.getState().resend(sessionId, clientMessageId)}
        >
          Try again
        </Button>
        <Button
          small
          variant="quiet"
          icon={<Pencil size={14} aria-hidden="true" />}
          onClick={() => store.getState().takeBack(sessionId, clientMessageId)}
        >
          Edit
        </Button>
      </div>
    </>
  )
}
