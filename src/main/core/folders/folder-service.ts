import { AppError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import type { Folder } from '@shared/model/folder'
import type { FolderId } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import { newId } from '@shared/model/new-id'
import type { EventHub } from '../events/event-hub'
import type { SessionService } from '../sessions/session-service'
import type { FolderStore } from './folder-store'

export interface FolderServiceDeps {
  readonly store: FolderStore
  readonly sessions: Pick<SessionService, 'changedTogether'>
  readonly hub: Pick<EventHub, 'publishTo'>
  readonly now: () => number
}

/** Places for somebody's sessions with any bot. */
export class FolderService {
  readonly #deps: FolderServiceDeps

  constructor(deps: FolderServiceDeps) {
    this.#deps = deps
  }

  /** By name. */
  async list(personId: PersonId): Promise<Folder[]> {
    return [...(await this.#deps.store.list(personId))]
  }

  async create(name: string, personId: PersonId): Promise<Folder> {
    const createdAt = this.#deps.now()
    const folder: Folder = { id: newId(createdAt), name, version: 1, createdAt }
    await this.#deps.store.insert(folder, personId)
    this.#changed(folder, personId)
    return folder
  }

  /** Throws `conflict`, with the folder as it is now, where `version` is given and somebody renamed it since. */
  async rename(input: CommandInput<'folders.rename'>, personId: PersonId): Promise<Folder> {
    const folder = await this.#deps.store.rename({ ...input, personId })
    if (!folder) throw notFound()
    this.#changed(folder, personId)
    return folder
  }

  /** Its sessions stay, in no folder. */
  async delete(folderId: FolderId, personId: PersonId): Promise<void> {
    const { store, sessions, hub, now } = this.#deps
    const moved = await store.delete(folderId, personId, now())
    if (!moved) throw notFound()
    sessions.changedTogether(moved)
    hub.publishTo(personId, { event: 'folder.deleted', folderId })
  }

  /** Brings it back with those of its sessions that are in no other folder now. */
  async restore(folderId: FolderId, personId: PersonId): Promise<Folder> {
    const restored = await this.#deps.store.restore(folderId, personId)
    if (!restored) throw notFound()
    this.#changed(restored.folder, personId)
    this.#deps.sessions.changedTogether(restored.sessions)
    return restored.folder
  }

  #changed(folder: Folder, personId: PersonId): void {
    this.#deps.hub.publishTo(personId, { event: 'folder.changed', folder })
  }
}

function notFound(): AppError {
  return new AppError('not_found', 'That folder is not there any more.')
}
