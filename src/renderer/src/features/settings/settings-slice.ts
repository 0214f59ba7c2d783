import type { StateCreator } from 'zustand/vanilla'
import type { AppState } from '../../store/use-app'
import { readTheme, showTheme } from './theme'
import type { Theme } from './theme'

export interface SettingsSlice {
  readonly theme: Theme
  /** Grows when settings were changed somewhere: read them again. */
  readonly settingsVersion: number
  /** Grows when devices or tokens were changed somewhere: read them again. */
  readonly accessVersion: number
  /** Grows when an Ollama server was changed, went away or came back: read them again. */
  readonly upstreamsVersion: number
  readonly toolServersVersion: number
  readonly setTheme: (theme: Theme) => void
}

export const createSettingsSlice = (): StateCreator<AppState, [], [], SettingsSlice> => (set) => ({
  theme: readTheme(),
  settingsVersion: 0,
  accessVersion: 0,
  upstreamsVersion: 0,
  toolServersVersion: 0,
  setTheme: (theme) => {
    showTheme(theme)
    set({ theme })
  },
})
