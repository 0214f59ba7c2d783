import type { BotId } from '@shared/model/ids'
import type { Message, ReplyMetrics } from '@shared/model/message'
import { formatDuration } from '../../../ui/format-duration'
import { formatNumber, formatRate } from '../../../ui/format-number'
import { ReplyTools } from '../branches/reply-tools'
import { VersionSwitcher } from '../branches/version-switcher'
import { PinnedSign } from '../memory/pinned-sign'
import { ClockTime } from './clock-time'
import { CopyButton } from './copy-button'
import { FormatProblem } from './format-problem'
import styles from './message-row.module.css'

function rateOf({ tokensPerSecond }: ReplyMetrics): string | null {
  return tokensPerSecond === null ? null : `${formatRate(tokensPerSecond)} tokens/s`
}

function lengthOf({ replyTokens }: ReplyMetrics): string | null {
  return replyTokens === null ? null : `${formatNumber(replyTokens)} tokens`
}

export interface ReplyFooterProps {
  readonly message: Message
  /** The session's own bot. */
  readonly botId: BotId
}

/** When a reply was made, how fast, and what can be done with it. */
export function ReplyFooter({ message, botId }: ReplyFooterProps) {
  const { metrics } = message
  return (
    <>
      {metrics?.doneReason === 'length' && (
        <p className={styles['note']}>
          {message.text === ''
            ? 'It reached its maximum length while it was thinking. Raise the limit, or let it think less, by editing the bot.'
            : 'Cut at its maximum length. Ask it to go on, or raise the limit by editing the bot.'}
        </p>
      )}
      <FormatProblem message={message} botId={botId} />
      <div className={styles['footer']}>
        <PinnedSign message={message} />
        <VersionSwitcher message={message} />
        {message.text !== '' && <CopyButton text={message.text} label="Copy message" />}
        <ReplyTools message={message} botId={botId} />
        <ClockTime at={message.createdAt} />
        {metrics !== null && <Facts metrics={metrics} />}
      </div>
    </>
  )
}

function Facts({ metrics }: { readonly metrics: ReplyMetrics }) {
  return (
    <>
      <span>{formatDuration(metrics.totalMs)}</span>
      <span>{rateOf(metrics)}</span>
      <span className={styles['optional']}>{lengthOf(metrics)}</span>
    </>
  )
}
