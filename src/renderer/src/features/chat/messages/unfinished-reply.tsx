import { RotateCcw } from 'lucide-react'
import type { BotId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { useApp, useAppStore } from '../../../store/use-app'
import { BotState } from '../../../ui/bot-state'
import { Button } from '../../../ui/button'
import { answeredIdOf, mayRetry, retryingOf } from '../state/chat-selectors'
import { RepairButton } from './repair-button'
import { ReplyFooter } from './reply-footer'
import styles from './unfinished-reply.module.css'
import { useAbilities } from './use-abilities'

export interface UnfinishedReplyProps {
  readonly message: Message
  readonly botId: BotId
}

/** What stands under a reply that did not come to its end. It never looks like an answer. */
export function UnfinishedReply({ message, botId }: UnfinishedReplyProps) {
  return message.status === 'stopped' ? (
    <Stopped message={message} botId={botId} />
  ) : (
    <Failed message={message} botId={botId} />
  )
}

function Stopped({ message, botId }: UnfinishedReplyProps) {
  return (
    <>
      <div className={styles['stopped']}>
        <BotState
          state="stopped"
          word={message.text === '' ? 'Stopped before the first word' : 'Stopped'}
        />
        <RetryButton message={message} botId={botId} variant="quiet" />
      </div>
      {message.text !== '' && <ReplyFooter message={message} botId={botId} />}
    </>
  )
}

function titleOf(message: Message): string {
  if (message.status === 'failed') return 'No reply'
  return message.text === '' ? 'Interrupted before the first word' : 'The reply broke off'
}

function Failed({ message, botId }: UnfinishedReplyProps) {
  return (
    <>
      <div
        role="group"
        className={styles['failed']}
        aria-label={titleOf(message)}
        data-status={message.status}
      >
        <svg
          className={styles['shape']}
          viewBox="0 0 12 12"
          width="16"
          height="16"
          aria-hidden="true"
        >
          <path
            d="M2 2 10 10M10 2 2 10"
            stroke="currentColor"
            strokeWidth="2.2"
            strokeLinecap="round"
          />
        </svg>
        <div className={styles['what']}>
          <p className={styles['title']}>{titleOf(message)}</p>
          <p>{message.error?.message ?? 'It ended before it was whole. Try again.'}</p>
          <div className={styles['actions']}>
            <RetryButton message={message} botId={botId} variant="secondary" />
            <RepairButton botId={botId} code={message.error?.code} />
          </div>
        </div>
      </div>
      {message.text !== '' && <ReplyFooter message={message} botId={botId} />}
    </>
  )
}

interface RetryButtonProps extends UnfinishedReplyProps {
  readonly variant: 'secondary' | 'quiet'
}

function RetryButton({ message, botId, variant }: RetryButtonProps) {
  const store = useAppStore()
  const { sessionId } = message
  const answeredId = useApp(answeredIdOf(message))
  const isRetriable = useApp(mayRetry(message))
  const isRetrying = useApp(retryingOf(sessionId)) === answeredId
  const name = useApp((state) => state.bots[botId]?.name ?? botId)
  const { mayWrite, mayManage, isLaunched } = useAbilities(botId, sessionId)
  const mayTry = isLaunched || mayManage
  if (!isRetriable || !mayWrite || answeredId === null) return null
  return (
    <Button
      small
      variant={variant}
      icon={<RotateCcw size={14} aria-hidden="true" />}
      busy={isRetrying}
      aria-disabled={!mayTry}
      title={mayTry ? undefined : `The owner can launch ${name}`}
      onClick={() => {
        if (mayTry) void store.getState().retry(botId, sessionId, answeredId)
      }}
    >
      {isLaunched || !mayManage ? 'Try again' : 'Launch and try again'}
    </Button>
  )
}
