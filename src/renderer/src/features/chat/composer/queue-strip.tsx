import { Undo2 } from 'lucide-react'
import type { SessionId, TurnId } from '@shared/model/ids'
import type { Attachment } from '@shared/model/message-details'
import { useApp, useAppStore } from '../../../store/use-app'
import { BotState } from '../../../ui/bot-state'
import { IconButton } from '../../../ui/icon-button'
import { pictureUrl } from '../attachments/attached'
import { visibleText } from '../messages/visible-text'
import { liveTurnIdOf, pendingOf, queueOf } from '../state/chat-selectors'
import styles from './queue-strip.module.css'

/** The messages that wait for the reply before them, and those on their way to wait. */
export function QueueStrip({ sessionId }: { readonly sessionId: SessionId }) {
  const queue = useApp(queueOf(sessionId))
  const hasLive = useApp(liveTurnIdOf(sessionId)) !== null
  const pending = useApp(pendingOf(sessionId))
  const isQueueing = hasLive || queue.length > 0
  const onTheWay = isQueueing ? pending.filter(({ state }) => state !== 'failed') : []
  if (queue.length + onTheWay.length === 0) return null
  return (
    <ol className={styles['queue']} aria-label="Waiting messages">
      {queue.map((turn, index) => (
        <li key={turn.id} className={styles['row']}>
          <BotState state="waiting" word={index === 0 ? 'next' : 'waits'} />
          <Waiting text={turn.text} pictures={turn.details?.attachments} />
          <WithdrawButton sessionId={sessionId} turnId={turn.id} />
        </li>
      ))}
      {onTheWay.map((one) => (
        <li key={one.clientMessageId} className={styles['row']}>
          <BotState state="waiting" word={one.state === 'waiting' ? 'not sent yet' : 'sending'} />
          <Waiting text={one.text} pictures={one.attachments} />
        </li>
      ))}
    </ol>
  )
}

interface WaitingProps {
  readonly text: string
  readonly pictures: readonly Attachment[] | undefined
}

/** In one line; its pictures come before the text. */
function Waiting({ text, pictures = [] }: WaitingProps) {
  const words = visibleText(text)
  return (
    <span className={styles['text']} dir="auto" title={words}>
      {pictures.map(({ hash, name }) => (
        <img
          key={hash}
          className={styles['picture']}
          src={pictureUrl(hash)}
          alt={name}
          title={name}
          width={28}
          height={28}
        />
      ))}
      {words}
    </span>
  )
}

function WithdrawButton({
  sessionId,
  turnId,
}: {
  readonly sessionId: SessionId
  readonly turnId: TurnId
}) {
  const store = useAppStore()
  return (
    <IconButton
      label="Withdraw this message"
      onClick={() => void store.getState().withdraw(sessionId, turnId)}
    >
      <Undo2 size={15} aria-hidden="true" />
    </IconButton>
  )
}
