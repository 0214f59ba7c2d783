import type { ExportService } from '../transfer/export-service'
import type { CommandHandlers } from './command-router'

export interface TransferServices {
  readonly exports: ExportService
}

/** Conversations as files. */
export function transferHandlers(services: TransferServices) {
  return {
    'exports.start': async (input) => ({ export: await services.exports.start(input) }),
    'exports.list': async () => ({ exports: services.exports.list() }),
    'exports.get': async ({ exportId }) => ({ export: services.exports.get(exportId) }),
    'exports.cancel': async ({ exportId }) => {
      await services.exports.cancel(exportId)
      return {}
    },
  } satisfies Partial<CommandHandlers>
}
