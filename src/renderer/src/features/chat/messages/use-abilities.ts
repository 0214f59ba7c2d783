import type { BotId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'

export interface Abilities {
  /** May say something, stop a reply, and ask again. */
  readonly mayWrite: boolean
  /** May launch and change bots, and open the settings. */
  readonly mayManage: boolean
  /** The bot takes messages: it is launched, or on its way to be. */
  readonly isLaunched: boolean
}

export function useAbilities(botId: BotId): Abilities {
  const role = useApp((state) => state.role)
  const state = useApp(({ instances }) => instances[botId]?.state ?? 'stopped')
  return {
    mayWrite: role !== 'viewer',
    mayManage: role === 'owner',
    isLaunched: state === 'ready' || state === 'busy' || state === 'starting',
  }
}
