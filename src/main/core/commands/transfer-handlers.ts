import { readerOf } from '../access/standing'
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
    'exports.start': async (input, { who }) => ({
      export: await services.exports.start(input, readerOf(who)),
    }),
    'exports.list': async (_input, { who }) => ({ exports: services.exports.list(who.personId) }),
    'exports.get': async ({ exportId }, { who }) => ({
      export: services.exports.get(exportId, who.personId),
    }),
    'exports.cancel': async ({ exportId }, { who }) => {
      await services.exports.cancel(exportId, who.personId)
      return {}
    },

    'imports.start': async (input, { who }) => ({
      import: services.imports.start(input, who.personId),
    }),
    'imports.list': async (_input, { who }) => ({ imports: services.imports.list(who.personId) }),
    'imports.get': async ({ importId }, { who }) => ({
      import: services.imports.get(importId, who.personId),
    }),
    'imports.run': async (input, { who }) => ({
      import: await services.imports.run(input, who.personId),
    }),
    'imports.cancel': async ({ importId }, { who }) => {
      await services.imports.cancel(importId, who.personId)
      return {}
    },
  } satisfies Partial<CommandHandlers>
}
