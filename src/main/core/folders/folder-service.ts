import { AppError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import type { Folder } from '@shared/model/folder'
import type { FolderId } from '@shared/model/ids'
import { newId } from '@shared/model/new-id'
import type { EventHub } from '../events/event-hub'
import type { SessionService } from '../sessions/session-service'
import type { FolderStore } from './folder-store'

export interface FolderServiceDeps {
  readonly store: FolderStore
  readonly sessions: Pick<SessionService, 'changedTogether'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly now: () => number
}

/** Places for sessions of any bot. */
export class FolderService {
  readonly #deps: FolderServiceDeps

  constructor(deps: FolderServiceDeps) {
    this.#deps = deps
  }

  /** By name. */
  async list(): Promise<Folder[]> {
    return [...(await this.#deps.store.list())]
  }

  async create(name: string): Promise<Folder> {
    const createdAt = this.#deps.now()
    const folder: Folder = { id: newId(createdAt), name, version: 1, createdAt }
    await this.#deps.store.insert(folder)
    this.#changed(folder)
    return folder
  }

  /** Throws `conflict`, with the folder as it is now, where `version` is given and somebody renamed it since. */
  async rename({ folderId, name, version }: CommandInput<'folders.rename'>): Promise<Folder> {
    const folder = await this.#deps.store.rename(folderId, name, version)
    if (!folder) throw notFound()
    this.#changed(folder)
    return folder
  }

  /** Its sessions stay, in no folder. */
  async delete(folderId: FolderId): Promise<void> {
    const { store, sessions, hub, now } = this.#deps
    const moved = await store.delete(folderId, now())
    if (!moved) throw notFound()
    sessions.changedTogether(moved)
    hub.publishOverview({ event: 'folder.deleted', folderId })
  }

  /** Brings it back with those of its sessions that are in no other folder now. */
  async restore(folderId: FolderId): Promise<Folder> {
    const restored = await this.#deps.store.restore(folderId)
    if (!restored) throw notFound()
    this.#changed(restored.folder)
    this.#deps.sessions.changedTogether(restored.sessions)
    return restored.folder
  }

  #changed(folder: Folder): void {
    this.#deps.hub.publishOverview({ event: 'folder.changed', folder })
  }
}

function notFound(): AppError {
  return new AppError('not_found', 'That folder is not there any more.')
}
