import type { ExportService } from '../transfer/export-service'
import type { ImportService } from '../transfer/import-service'
import type { CommandHandlers } from './command-router'

export interface TransferServices {
  readonly exports: ExportService
  readonly imports: ImportService
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

    'imports.start': async (input) => ({ import: services.imports.start(input) }),
    'imports.list': async () => ({ imports: services.imports.list() }),
    'imports.get': async ({ importId }) => ({ import: services.imports.get(importId) }),
    'imports.run': async (input) => ({ import: await services.imports.run(input) }),
    'imports.cancel': async ({ importId }) => {
      await services.imports.cancel(importId)
      return {}
    },
  } satisfies Partial<CommandHandlers>
}
