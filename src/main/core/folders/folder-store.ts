import type { Folder } from '@shared/model/folder'
import type { FolderId, Timestamp } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { Session } from '@shared/model/session'

/** Folders are a person's own: another one's are not there. */
export interface FolderStore {
  /** All of that person that are not deleted, by name. */
  list(personId: PersonId): Promise<readonly Folder[]>
  insert(folder: Folder, personId: PersonId): Promise<void>
  /** Null where there is none. Throws `conflict` where `version` is given and is not the stored one. */
  rename(request: FolderRename): Promise<Folder | null>
  /** Answers the sessions that were in it and are in no folder now; null where there is none. */
  delete(folderId: FolderId, personId: PersonId, now: Timestamp): Promise<readonly Session[] | null>
  /** Brings it back with those that were in it and are in no other one now; null where it is not deleted. */
  restore(
    folderId: FolderId,
    personId: PersonId,
  ): Promise<{ readonly folder: Folder; readonly sessions: readonly Session[] } | null>
  /** Forgets folders that were deleted before that moment. */
  forgetDeleted(before: Timestamp): Promise<void>
}

export interface FolderRename {
  readonly folderId: FolderId
  readonly personId: PersonId
  readonly name: string
  readonly version?: number | undefined
}
