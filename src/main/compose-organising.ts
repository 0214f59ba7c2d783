import type { Closers } from '@main/closers'
import type { SessionAccessMap } from '@main/core/access/session-access-map'
import { BinService } from '@main/core/bin/bin-service'
import type { EventHub } from '@main/core/events/event-hub'
import { FolderService } from '@main/core/folders/folder-service'
import type { Logger } from '@main/core/logging/logger'
import type { SessionService } from '@main/core/sessions/session-service'
import type { SettingsService } from '@main/core/settings/settings-service'
import type { Storage } from '@main/core/storage/storage'
import { TagService } from '@main/core/tags/tag-service'
import type { TurnConductor } from '@main/core/turns/turn-conductor'

export interface OrganisingDeps {
  readonly storage: Storage
  readonly sessions: SessionService
  readonly sessionAccess: SessionAccessMap
  readonly hub: EventHub
  readonly conductor: TurnConductor
  readonly settings: SettingsService
  readonly log: Logger
  readonly now: () => number
}

/** Builds what puts sessions in order: folders, tags and the bin. */
export function composeOrganising(
  { storage, sessions, sessionAccess, hub, conductor, settings, log, now }: OrganisingDeps,
  closers: Closers,
): { folders: FolderService; tags: TagService; bin: BinService } {
  const folders = new FolderService({ store: storage.folders, sessions, hub, now })
  const tags = new TagService(storage.tags, sessions)
  const bin = new BinService({
    store: storage.bin,
    folders: storage.folders,
    hub,
    forgetWaiting: (sessionId, botId) => {
      conductor.waiting.forget(sessionId, botId)
      sessionAccess.forget(sessionId)
    },
    binDays: () => settings.get().binDays.value,
    log: log.child('bin'),
    now,
  })
  closers.add('bin', () => bin.close())
  return { folders, tags, bin }
}
