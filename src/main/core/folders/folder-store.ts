import type { Folder } from '@shared/model/folder'
import type { FolderId, Timestamp } from '@shared/model/ids'
import type { Session } from '@shared/model/session'

export interface FolderStore {
  /** All that are not deleted, by name. */
  list(): Promise<readonly Folder[]>
  insert(folder: Folder): Promise<void>
  /** Null where there is none. Throws `conflict` where `version` is given and is not the stored one. */
  rename(folderId: FolderId, name: string, version?: number): Promise<Folder | null>
  /** Answers the sessions that were in it and are in no folder now; null where there is none. */
  delete(folderId: FolderId, now: Timestamp): Promise<readonly Session[] | null>
  /** Brings it back with those that were in it and are in no other one now; null where it is not deleted. */
  restore(
    folderId: FolderId,
  ): Promise<{ readonly folder: Folder; readonly sessions: readonly Session[] } | null>
  /** Forgets folders that were deleted before that moment. */
  forgetDeleted(before: Timestamp): Promise<void>
}
