import type { Closers } from '@main/closers'
import type { BotService } from '@main/core/bots/bot-service'
import type { EventHub } from '@main/core/events/event-hub'
import type { FolderService } from '@main/core/folders/folder-service'
import type { Logger } from '@main/core/logging/logger'
import type { SessionService } from '@main/core/sessions/session-service'
import type { Storage } from '@main/core/storage/storage'
import { ExportService } from '@main/core/transfer/export-service'
import { ImportService } from '@main/core/transfer/import-service'
import { TransferDirectory } from '@main/core/transfer/transfer-directory'
import { VERSION } from '@main/version'

export interface TransferDeps {
  readonly storage: Storage
  readonly dataDirectory: string
  readonly maxImportBytes: () => number
  readonly bots: BotService
  readonly sessions: SessionService
  readonly folders: FolderService
  readonly hub: EventHub
  readonly log: Logger
  readonly now: () => number
}

/** Builds what takes conversations out to files and brings them in. */
export function composeTransfers(
  deps: TransferDeps,
  closers: Closers,
): { exports: ExportService; imports: ImportService } {
  const { storage, dataDirectory, bots, sessions, folders, hub, log, now } = deps
  const directory = new TransferDirectory(dataDirectory)
  const exports = new ExportService({
    store: storage.transfers,
    directory,
    nameOf: async (scope) => {
      if (scope.kind === 'session') return (await sessions.get(scope.sessionId)).title
      if (scope.kind === 'bot') return bots.get(scope.botId).name
      if (scope.kind === 'everything') return ''
      return (await folders.list()).find(({ id }) => id === scope.folderId)?.name ?? ''
    },
    hub,
    version: VERSION,
    log: log.child('exports'),
    now,
  })
  closers.add('exports', () => exports.close())
  const imports = new ImportService({
    store: storage.transfers,
    directory,
    bots,
    hub,
    maxBytes: deps.maxImportBytes,
    log: log.child('imports'),
    now,
  })
  closers.add('imports', () => imports.close())
  return { exports, imports }
}
