import type { AttachmentStore } from '@main/core/attachments/attachment-store'
import type { AuditStore } from '@main/core/audit/audit-store'
import type { BinStore } from '@main/core/bin/bin-store'
import type { FolderStore } from '@main/core/folders/folder-store'
import type { NoteStore } from '@main/core/notes/note-store'
import type { TagStore } from '@main/core/tags/tag-store'
import type { AttachmentTable } from './attachment-table'
import type { createAuditTable } from './audit-table'
import type { BinTable } from './bin-table'
import type { FolderTable } from './folder-table'
import type { NoteOperations } from './note-operations'
import type { TagTable } from './tag-table'
import type { TransactionQueue } from './transaction-queue'

type Run = TransactionQueue['add']

/** The asynchronous port in front of what puts sessions in order. */
export function folderStore(run: Run, folders: FolderTable): FolderStore {
  return {
    list: () => run(() => folders.list()),
    insert: (folder) => run(() => folders.insert(folder)),
    rename: (folderId, name, version) => run(() => folders.rename(folderId, name, version)),
    delete: (folderId, now) => run(() => folders.delete(folderId, now)),
    restore: (folderId) => run(() => folders.restore(folderId)),
    forgetDeleted: (before) => run(() => folders.forgetDeleted(before)),
  }
}

export function noteStore(run: Run, notes: NoteOperations): NoteStore {
  return {
    get: (sessionId) => run(() => notes.get(sessionId)),
    put: (sessionId, kept) => run(() => notes.put(sessionId, kept)),
    recall: (sessionId, seq) => run(() => notes.recall(sessionId, seq)),
  }
}

export function tagStore(run: Run, tags: TagTable): TagStore {
  return {
    list: () => run(() => tags.list()),
    replace: (tag, to, limit) => run(() => tags.replace(tag, to, limit)),
  }
}

export function binStore(
  run: Run,
  bin: BinTable,
  queue: Pick<TransactionQueue, 'alone'>,
): BinStore {
  return {
    list: (query) => run(() => bin.list(query)),
    purge: (sessionIds, now) => run(() => bin.purge(sessionIds, now)),
    takeInDeletedBots: (moment) =>
      run(() => {
        bin.takeInDeletedBots(moment)
      }),
    deletedBefore: (moment, limit) => run(() => bin.deletedBefore(moment, limit)),
    clear: () => queue.alone(() => bin.clear()),
  }
}

export function attachmentStore(run: Run, attachments: AttachmentTable): AttachmentStore {
  return {
    put: (attachment, now) => run(() => attachments.put(attachment, now)),
    get: (hash) => run(() => attachments.get(hash)),
    claim: (hashes, now) => run(() => attachments.claim(hashes, now)),
    unused: (before, limit) => run(() => attachments.unused(before, limit)),
    isUnused: (hash, before) => run(() => attachments.isUnused(hash, before)),
    forget: (hash) => run(() => attachments.forget(hash)),
  }
}

export function auditStore(run: Run, audit: ReturnType<typeof createAuditTable>): AuditStore {
  return {
    add: (entry) => run(() => audit.add(entry)),
    list: (query) => run(() => audit.list(query)),
  }
}
