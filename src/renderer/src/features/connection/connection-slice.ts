import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient, ConnectionState } from '@shared/contract/client'
import type { Role } from '@shared/model/access'
import type { ServerStatus } from '@shared/model/controller'
import type { EngineName, EngineStatus } from '@shared/model/engine'
import type { AppState } from '../../store/use-app'

export interface ConnectionSlice {
  readonly connection: ConnectionState
  readonly overviewStatus: 'loading' | 'ready' | 'failed'
  /** Why the overview is missing, where it failed. */
  readonly overviewError: string | null
  readonly engines: Readonly<Partial<Record<EngineName, EngineStatus>>>
  readonly server: ServerStatus | null
  /** What whoever looks may do; null until it is known. */
  readonly role: Role | null
  /** Whether this page is the desktop application's own window. */
  readonly inWindow: boolean
  /** Whether the controller has a desktop, so that it can open a browser. */
  readonly desktop: boolean
  /** How many messages may wait in one conversation. */
  readonly maxQueued: number
  readonly version: string | null
  /** The controller came back as another version than this page was made for. */
  readonly updated: boolean
  /** The controller's clock minus this page's, in milliseconds. */
  readonly clockOffsetMs: number
  /** Why signing in with a link did not work. */
  readonly signInError: string | null
  /** Asks the controller. Features that keep nothing in the store use it directly. */
  readonly call: ApiClient['call']
  readonly reconnect: () => void
  /** Asks for the overview again, after it failed. */
  readonly retryOverview: () => void
  onOverviewRetry(listener: () => void): () => void
  /** Moves the controller's own server to a free port. Rejects with `AppError`. */
  readonly listenOn: (port: number) => Promise<void>
  readonly openInBrowser: () => Promise<void>
}

export const createConnectionSlice =
  (api: ApiClient): StateCreator<AppState, [], [], ConnectionSlice> =>
  (set, get) => {
    const retryListeners = new Set<() => void>()
    return {
      connection: { status: 'connecting' },
      overviewStatus: 'loading',
      overviewError: null,
      engines: {},
      server: null,
      role: null,
      inWindow: window.desktop !== undefined,
      desktop: false,
      maxQueued: 5,
      version: null,
      updated: false,
      clockOffsetMs: 0,
      signInError: null,
      call: (name, input) => api.call(name, input),
      reconnect: () => api.reconnect(),
      retryOverview: () => {
        set({ overviewStatus: 'loading', overviewError: null })
        for (const listener of retryListeners) listener()
      },
      onOverviewRetry: (listener) => {
        retryListeners.add(listener)
        return () => retryListeners.delete(listener)
      },
      listenOn: async (port) => {
        const { server } = await api.call('server.listen', { port })
        set({ server })
      },
      openInBrowser: async () => {
        try {
          await api.call('access.openInBrowser', {})
          get().toast({ text: 'Opened in your browser.' })
        } catch (error) {
          get().toastError(error)
        }
      },
    }
  }
