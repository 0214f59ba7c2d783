import type { BotId } from '@shared/model/ids'
import type { Instance } from '@shared/model/instance'
import { engineAwayOf, useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import { formatDuration, formatSeconds } from '../../ui/format-duration'
import { useNow } from '../../ui/use-now'

const TICK_MS = 100
const MINUTE_MS = 60_000

/** A bot's state as it is now; while it starts, with the seconds running. */
export function InstanceState({ botId }: { readonly botId: BotId }) {
  const instance = useApp((app) => app.instances[botId])
  const waitsFor = useApp(engineAwayOf(botId))
  if (instance?.state === 'starting') return <StartingState instance={instance} />
  if (waitsFor !== null) return <BotState state="waiting" word={`waiting for ${waitsFor}`} />
  return <BotState state={instance?.state ?? 'stopped'} />
}

function StartingState({ instance }: { readonly instance: Instance }) {
  const now = useNow(TICK_MS) + useApp((app) => app.clockOffsetMs)
  const ms = Math.max(0, now - instance.since)
  return (
    <BotState
      state="starting"
      word={`loading, ${ms < MINUTE_MS ? formatSeconds(ms) : formatDuration(ms)}`}
    />
  )
}
