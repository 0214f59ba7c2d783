import type { Database } from 'better-sqlite3'
import { AppError } from '@shared/contract/app-error'
import type { FolderId, SessionId, Timestamp } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { Session } from '@shared/model/session'
import { MAX_TAGS } from '@shared/model/tag'
import type { OrganiseRequest } from '@main/core/storage/storage'
import { SESSION_COLUMNS, SESSION_IS_THERE, toSession, toSessionRow } from './session-row'
import type { SessionRow } from './session-row'
import type { SessionTable } from './session-table'
import { sortedTags } from './tag-key'

/** What is done to many sessions at once. Each of these runs inside one transaction. */
export function createOrganiseOperations(db: Database, sessions: SessionTable) {
  const selectFolder = db
    .prepare<[FolderId, PersonId], number>(
      'SELECT 1 FROM folders WHERE id = ? AND person_id = ? AND deleted_at IS NULL',
    )
    .pluck()
  const update = db.prepare<[SessionRow], SessionRow>(`
    UPDATE sessions SET folder_id = @folder_id, tags = @tags, pinned = @pinned, archived = @archived,
      version = version + 1
    WHERE id = @id AND ${SESSION_IS_THERE} RETURNING ${SESSION_COLUMNS}
  `)

  function organise({ sessionIds, ...changes }: OrganiseRequest, personId: PersonId): Session[] {
    const { folderId } = changes
    if (typeof folderId === 'string' && selectFolder.get(folderId, personId) === undefined)
      throw new AppError('not_found', 'That folder is not there any more.')
    return sessionIds.flatMap((sessionId) => {
      const before = sessions.get(sessionId)
      if (!before) return []
      const after = changed(before, changes)
      if (isSame(before, after)) return [before]
      const row = update.get(toSessionRow(after))
      return row ? [toSession(row)] : []
    })
  }

  return {
    organise,
    deleteMany: (sessionIds: readonly SessionId[], now: Timestamp): SessionId[] =>
      sessionIds.filter((sessionId) => sessions.delete(sessionId, now)),
    restoreMany: (sessionIds: readonly SessionId[]): Session[] =>
      sessionIds.flatMap((sessionId) => sessions.restore(sessionId) ?? []),
  }
}
export type OrganiseOperations = ReturnType<typeof createOrganiseOperations>

function changed(session: Session, changes: Omit<OrganiseRequest, 'sessionIds'>): Session {
  const { folderId, addTags, removeTags, pinned, archived } = changes
  return {
    ...session,
    folderId: folderId === undefined ? session.folderId : folderId,
    tags: withTags(session.tags, addTags ?? [], removeTags ?? []),
    pinned: pinned ?? session.pinned,
    archived: archived ?? session.archived,
  }
}

function withTags(tags: string[], added: readonly string[], removed: readonly string[]): string[] {
  if (added.length + removed.length === 0) return tags
  const gone = new Set(removed)
  const after = sortedTags([...tags.filter((tag) => !gone.has(tag)), ...added])
  if (after.length <= MAX_TAGS) return after
  throw new AppError(
    'invalid_input',
    `A conversation takes ${MAX_TAGS} tags at most. Take one off first.`,
  )
}

function isSame(a: Session, b: Session): boolean {
  return (
    a.folderId === b.folderId &&
    a.pinned === b.pinned &&
    a.archived === b.archived &&
    JSON.stringify(a.tags) === JSON.stringify(b.tags)
  )
}
