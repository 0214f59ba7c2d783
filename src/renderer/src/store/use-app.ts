import type { BotId } from '@shared/model/ids'
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { AppState, AppStore } from './app-store'

export type { AppState, AppStore } from './app-store'

const AppStoreContext = createContext<AppStore | null>(null)

/** Hands the store down: `<AppStoreProvider value={store}>`. */
export const AppStoreProvider = AppStoreContext.Provider

/** The store itself, for handlers that read the state when they run. */
export function useAppStore(): AppStore {
  const store = useContext(AppStoreContext)
  if (store === null) throw new Error('There is no AppStoreProvider above this component.')
  return store
}

/** Part of the state; renders again when that part changes. The selector answers the same object for the same state. */
export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(useAppStore(), selector)
}

const ENGINE_NAMES = { ollama: 'Ollama', guide: 'the Guide' } as const

/** The engine that a bot which is ready waits for, because it cannot be reached; null where nothing keeps it from answering. */
export function engineAwayOf(botId: BotId): (state: AppState) => string | null {
  return ({ bots, instances, engines }) => {
    const bot = bots[botId]
    if (bot === undefined || instances[botId]?.state !== 'ready') return null
    return engines[bot.engine]?.reachable === false ? ENGINE_NAMES[bot.engine] : null
  }
}
