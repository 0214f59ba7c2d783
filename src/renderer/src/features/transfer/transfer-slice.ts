import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { CommandRequest } from '@shared/contract/commands'
import type { ExportJob, ImportJob } from '@shared/model/transfer'
import type { AppState } from '../../store/use-app'

export interface TransferSlice {
  /** The newest state of every export that was heard of, by its id. */
  readonly exports: Readonly<Record<string, ExportJob>>
  /** The same of imports. */
  readonly imports: Readonly<Record<string, ImportJob>>
  /** Begins to write a file. Rejects with `AppError`. */
  readonly startExport: (request: CommandRequest<'exports.start'>) => Promise<ExportJob>
  /** Stops an export, or removes its file. */
  readonly cancelExport: (exportId: string) => Promise<void>
  /** Reads those that other pages began. */
  readonly loadExports: () => Promise<void>
}

export const createTransferSlice =
  (api: ApiClient): StateCreator<AppState, [], [], TransferSlice> =>
  (set, get) => ({
    exports: {},
    imports: {},
    startExport: async (request) => {
      const { export: job } = await api.call('exports.start', request)
      set(({ exports }) => ({ exports: { [job.id]: job, ...exports } }))
      return job
    },
    cancelExport: async (exportId) => {
      try {
        await api.call('exports.cancel', { exportId })
        set(({ exports: { [exportId]: _gone, ...rest } }) => ({ exports: rest }))
      } catch (error) {
        get().toastError(error)
      }
    },
    loadExports: async () => {
      const { exports } = await api.call('exports.list', {})
      set({ exports: Object.fromEntries(exports.map((job) => [job.id, job])) })
    },
  })
