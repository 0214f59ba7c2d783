import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { CommandRequest } from '@shared/contract/commands'
import type { BotId } from '@shared/model/ids'
import type { ExportJob, ImportJob } from '@shared/model/transfer'
import { uploadFile } from './upload-file'
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
  /**
   * Announces a file, tells its id and sends its bytes; then the controller looks through it. Rejects with `AppError`, or
   * with the signal's reason.
   */
  readonly startImport: (
    file: File,
    announced: (importId: string) => void,
    signal: AbortSignal,
  ) => Promise<void>
  /** Brings it in; for a file of another program with this bot, or with a new one. */
  readonly runImport: (importId: string, botId: BotId | null) => Promise<void>
  /** Stops an import, or forgets it. */
  readonly cancelImport: (importId: string) => Promise<void>
  readonly loadImports: () => Promise<void>
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
    startImport: async (file, announced, signal) => {
      const fileName = file.name.slice(0, 300)
      const { import: job } = await api.call('imports.start', { fileName, bytes: file.size })
      set(({ imports }) => ({ imports: { [job.id]: job, ...imports } }))
      announced(job.id)
      try {
        await uploadFile(job, file, signal)
      } catch (error) {
        // Nobody goes on with it. Where it cannot be told so, it is forgotten after an hour.
        await api.call('imports.cancel', { importId: job.id }).catch(() => undefined)
        throw error
      }
    },
    runImport: async (importId, botId) => {
      try {
        await api.call('imports.run', { importId, ...(botId !== null && { botId }) })
      } catch (error) {
        get().toastError(error)
      }
    },
    cancelImport: async (importId) => {
      try {
        await api.call('imports.cancel', { importId })
        set(({ imports: { [importId]: _gone, ...rest } }) => ({ imports: rest }))
      } catch (error) {
        get().toastError(error)
      }
    },
    loadImports: async () => {
      const { imports } = await api.call('imports.list', {})
      set({ imports: Object.fromEntries(imports.map((job) => [job.id, job])) })
    },
    loadExports: async () => {
      const { exports } = await api.call('exports.list', {})
      set({ exports: Object.fromEntries(exports.map((job) => [job.id, job])) })
    },
  })
