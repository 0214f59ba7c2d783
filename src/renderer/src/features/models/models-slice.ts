import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { Pull } from '@shared/model/model'
import type { UpstreamName } from '@shared/model/upstream-name'
import type { AppState } from '../../store/use-app'

export interface ModelsSlice {
  /** The downloads of models, by `pullKey`. */
  readonly pulls: Readonly<Record<string, Pull>>
  /** Grows when models were added, deleted, loaded or freed: read them again. */
  readonly modelsVersion: number
  /** Begins a pull, or joins the one of that name. Rejects where it is refused. */
  readonly pullModel: (name: string, on?: UpstreamName) => Promise<void>
  readonly cancelPull: (name: string, on?: UpstreamName) => Promise<void>
  readonly unloadModel: (name: string, on?: UpstreamName) => Promise<void>
}

export const createModelsSlice =
  (api: ApiClient): StateCreator<AppState, [], [], ModelsSlice> =>
  (_set, get) => {
    /** Asks for a change whose effect comes as an event; a refusal is told. */
    const attempt = async (change: Promise<unknown>) => {
      try {
        await change
      } catch (error) {
        get().toastError(error)
      }
    }
    return {
      pulls: {},
      modelsVersion: 0,
      pullModel: async (name, on) => {
        await api.call('models.pull', { name, upstreamId: on?.id })
      },
      cancelPull: (name, on) =>
        attempt(api.call('models.cancelPull', { name, upstreamId: on?.id })),
      unloadModel: (name, on) => attempt(api.call('models.unload', { name, upstreamId: on?.id })),
    }
  }
