import type { BotId } from '@shared/model/ids'
import type { InstanceState } from '@shared/model/instance'
import { engineAwayOf, useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import { formatDuration, formatSeconds } from '../../ui/format-duration'
import { formatExactTime } from '../../ui/format-time'
import { useNow } from '../../ui/use-now'
import styles from './status-panel.module.css'

const MINUTE_MS = 60_000

/** What changes within a second is counted in tenths; the rest is looked at every second. */
function tickOf(state: InstanceState): number {
  return state === 'starting' ? 100 : 1_000
}

function forHowLong(state: InstanceState, ms: number): string {
  if (ms < MINUTE_MS) return state === 'starting' ? formatSeconds(ms) : 'for less than a minute'
  return `for ${formatDuration(ms - (ms % MINUTE_MS))}`
}

const WORDS: Readonly<Record<InstanceState, string>> = {
  stopped: 'stopped',
  starting: 'loading the model',
  ready: 'ready',
  busy: 'answering',
  stopping: 'stopping',
  failed: 'failed',
}

/** A bot's state in shape, colour and word, and since when. */
export function StateLine({ botId }: { readonly botId: BotId }) {
  const instance = useApp((app) => app.instances[botId])
  const offset = useApp((app) => app.clockOffsetMs)
  const state = instance?.state ?? 'stopped'
  const waitsFor = useApp(engineAwayOf(botId))
  const now = useNow(tickOf(state)) + offset
  // A bot that was never launched has been stopped since nobody knows when.
  const since =
    instance === undefined ||
    (state === 'stopped' && instance.lastReply === null && instance.model === null)
      ? null
      : instance.since
  if (waitsFor !== null) {
    return (
      <p className={styles['state']}>
        <BotState state="waiting" word={`waiting for ${waitsFor}`} />
      </p>
    )
  }
  return (
    <p className={styles['state']}>
      <BotState state={state} word={WORDS[state]} />
      {since !== null && (
        <time dateTime={new Date(since).toISOString()} title={formatExactTime(since)}>
          {state === 'busy' ? 'ready ' : ''}
          {forHowLong(state, Math.max(0, now - since))}
        </time>
      )}
    </p>
  )
}
