import type { BotId } from '@shared/model/ids'
import type { AppStore } from '../../../store/use-app'

/** Launches the bot where it is not, and answers whether it is ready, once that is known. */
export async function whenLaunched(store: AppStore, botId: BotId): Promise<boolean> {
  const stateOf = () => store.getState().instances[botId]?.state ?? 'stopped'
  if (isDown(stateOf())) await store.getState().launchBot(botId)
  return new Promise((resolve) => {
    const look = () => {
      const state = stateOf()
      if (state === 'starting' || state === 'stopping') return
      unsubscribe()
      resolve(!isDown(state))
    }
    const unsubscribe = store.subscribe(look)
    look()
  })
}

function isDown(state: string): boolean {
  return state === 'stopped' || state === 'failed'
}
