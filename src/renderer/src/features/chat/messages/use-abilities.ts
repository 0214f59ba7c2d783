import type { BotId, SessionId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'

export interface Abilities {
  /** May say something, stop a reply, and ask again. */
  readonly mayWrite: boolean
  /** May launch and change bots, and open the settings. */
  readonly mayManage: boolean
  /** The bot takes messages: it is launched, or on its way to be. */
  readonly isLaunched: boolean
}

/** `sessionId`: where that is, if anywhere yet; one that is shared may be shared to be read only. */
export function useAbilities(botId: BotId, sessionId: SessionId | null = null): Abilities {
  const role = useApp((state) => state.role)
  const mayWrite = useApp(
    (state) => state.mayUse(botId) && (sessionId === null || state.mayWriteIn(sessionId)),
  )
  const state = useApp(({ instances }) => instances[botId]?.state ?? 'stopped')
  return {
    mayWrite,
    mayManage: role === 'owner',
    isLaunched: state === 'ready' || state === 'busy' || state === 'starting',
  }
}
