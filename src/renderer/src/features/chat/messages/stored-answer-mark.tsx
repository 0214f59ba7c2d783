import type { BotId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { BotState } from '../../../ui/bot-state'
import { formatExactTime, formatMoment } from '../../../ui/format-time'
import { RetryButton } from './retry-button'
import styles from './unfinished-reply.module.css'

export interface StoredAnswerMarkProps {
  readonly message: Message
  readonly botId: BotId
}

/** Over an answer that was given before, when that was, and another try at the engine. Nothing over any other. */
export function StoredAnswerMark({ message, botId }: StoredAnswerMarkProps) {
  const { storedFrom } = message.details ?? {}
  if (storedFrom === undefined) return null
  const { at } = storedFrom
  return (
    <div className={styles['stored']} role="group" aria-label="Stored answer">
      <p>
        <BotState state="waiting" word="Stored answer" /> from{' '}
        <time dateTime={new Date(at).toISOString()} title={formatExactTime(at)}>
          {formatMoment(at)}
        </time>
        {' — the engine was away.'}
      </p>
      <RetryButton message={message} botId={botId} variant="secondary" />
    </div>
  )
}
