import type { Bot } from '@shared/model/bot'
import type { SessionId } from '@shared/model/ids'
import type { ContextUse } from '@shared/model/message-details'
import { useApp } from '../../../store/use-app'
import { formatNumber } from '../../../ui/format-number'
import { useQuery } from '../../../ui/use-query'
import { contextOf, tokensBefore, tokensSaid } from './memory-selectors'
import styles from './memory.module.css'

/**
 * How much of the model's memory the newest reply took, and how much is kept for the next; before the first one a guess at what
 * that will be told. Opens what can be done.
 */
export function ContextMeter({ sessionId }: { readonly sessionId: SessionId }) {
  const context = useApp(contextOf(sessionId))
  const bot = useApp(({ bots, sessions }) => bots[sessions[sessionId]?.botId ?? ''])
  if (context !== null) return <Meter sessionId={sessionId} context={context} />
  if (!bot?.model) return null
  return (
    <Guess key={`${bot.model} ${bot.version}`} sessionId={sessionId} bot={bot} model={bot.model} />
  )
}

interface GuessProps {
  readonly sessionId: SessionId
  readonly bot: Bot
  readonly model: string
}

function Guess({ sessionId, bot, model }: GuessProps) {
  const plan = useQuery('models.loadPlans', { name: model }).data?.plans[0]
  const said = useApp(tokensSaid(sessionId))
  if (!plan) return null
  const limit = plan.contextLength
  const context = {
    limit,
    reserve: Math.min(bot.maxTokens, Math.floor(limit / 2)),
    used: Math.min(limit, tokensBefore(bot.instructions, said)),
    exact: false,
    fromSeq: 0,
  }
  return <Meter sessionId={sessionId} context={context} />
}

interface MeterProps {
  readonly sessionId: SessionId
  readonly context: ContextUse
}

function Meter({ sessionId, context }: MeterProps) {
  const show = useApp((state) => state.showMemory)
  return (
    <button
      type="button"
      className={styles['meter']}
      aria-haspopup="dialog"
      aria-label={`${wordsOf(context)}. What the bot remembers`}
      title={wordsOf(context)}
      onClick={() => show(sessionId)}
    >
      <Ring context={context} />
      <span aria-hidden="true">{Math.round((context.used / context.limit) * 100)}%</span>
    </button>
  )
}

/** `3,214 of 8,192 tokens, 2,048 kept for the reply`, with `about` where the model has not counted. */
function wordsOf({ used, limit, reserve, exact }: ContextUse): string {
  const about = exact ? '' : 'About '
  return `${about}${formatNumber(used)} of ${formatNumber(limit)} tokens remembered, ${formatNumber(reserve)} kept for the reply`
}

/** A circle of 100: first what is used, then what is kept for the reply. */
function Ring({ context: { used, reserve, limit } }: { readonly context: ContextUse }) {
  const share = (tokens: number) => Math.min(100, Math.round((tokens / limit) * 100))
  const [usedShare, keptShare] = [share(used), share(reserve)]
  const circle = { cx: 9, cy: 9, r: 7, pathLength: 100 }
  return (
    <svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" className={styles['ring']}>
      <circle {...circle} className={styles['whole']} />
      <circle
        {...circle}
        className={styles['kept']}
        strokeDasharray={`${keptShare} 100`}
        strokeDashoffset={-usedShare}
      />
      <circle {...circle} className={styles['used']} strokeDasharray={`${usedShare} 100`} />
    </svg>
  )
}
