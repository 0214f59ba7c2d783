import type { BotId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { BotState } from '../../../ui/bot-state'
import { RepairButton } from './repair-button'
import { ReplyFooter } from './reply-footer'
import { RetryButton } from './retry-button'
import styles from './unfinished-reply.module.css'

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
