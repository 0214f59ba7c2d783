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
    list: (personId) => run(() => folders.list(personId)),
    insert: (folder, personId) => run(() => folders.insert(folder, personId)),
    rename: (request) => run(() => folders.rename(request)),
    delete: (folderId, personId, now) => run(() => folders.delete(folderId, personId, now)),
    restore: (folderId, personId) => run(() => folders.restore(folderId, personId)),
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
    list: (reader) => run(() => tags.list(reader)),
    replace: (tag, to, personId, limit) => run(() => tags.replace(tag, to, personId, limit)),
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
    deletedBefore: (moment, personId, limit) =>
      run(() => bin.deletedBefore(moment, personId, limit)),
    clear: () => queue.alone(() => bin.clear()),
  }
}

export function attachmentStore(run: Run, attachments: AttachmentTable): AttachmentStore {
  return {
    put: (attachment, personId, now) => run(() => attachments.put(attachment, personId, now)),
    get: (hash, reader) => run(() => attachments.get(hash, reader)),
    claim: (hashes, reader, now) => run(() => attachments.claim(hashes, reader, now)),
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
