import type { Instance } from '@shared/model/instance'
import { formatDuration } from '../../ui/format-duration'
import { formatNumber, formatRate } from '../../ui/format-number'
import { RelativeTime } from '../../ui/relative-time'
import { Fact } from './fact'
import styles from './status-panel.module.css'

type Reply = NonNullable<Instance['lastReply']>

const UNKNOWN = '–'

function lengthOf({ replyTokens, characters }: Reply): string {
  return replyTokens === null
    ? `${formatNumber(characters)} characters`
    : `${formatNumber(replyTokens)} tokens`
}

const REASONS: Readonly<Record<string, string>> = {
  warm: 'knew the conversation',
  loaded: 'had the model in memory',
  installed: 'had the model',
  'least-busy': 'had least to do',
  failover: 'another one failed',
}

/** Which of several servers, and why; nothing where there is one. */
function MadeBy({ upstream }: { readonly upstream: Reply['upstream'] }) {
  if (!upstream) return null
  const { name, reason } = upstream
  return <Fact name="Made by">{`${name} (${REASONS[reason] ?? reason})`}</Fact>
}

/** How fast and how long the bot's last reply was. Always as many lines, so that nothing moves when one comes. */
export function LastReply({ reply }: { readonly reply: Reply | null }) {
  const { timeToFirstTokenMs = null, tokensPerSecond = null } = reply ?? {}
  return (
    <>
      <h2 className={styles['heading']}>Last reply</h2>
      <dl className={styles['facts']}>
        <Fact name="Ended">
          {reply === null ? 'none yet' : <RelativeTime at={reply.endedAt} />}
        </Fact>
        <Fact name="First token">
          {timeToFirstTokenMs === null ? UNKNOWN : formatDuration(timeToFirstTokenMs)}
        </Fact>
        <Fact name="Speed">
          {tokensPerSecond === null ? UNKNOWN : `${formatRate(tokensPerSecond)} tokens/s`}
        </Fact>
        <Fact name="Length">{reply === null ? UNKNOWN : lengthOf(reply)}</Fact>
        <MadeBy upstream={reply?.upstream} />
        <Fact name="Took">{reply === null ? UNKNOWN : formatDuration(reply.totalMs)}</Fact>
      </dl>
    </>
  )
}
