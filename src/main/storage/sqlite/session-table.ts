import type { Database } from 'better-sqlite3'
import { AppError } from '@shared/contract/app-error'
import type { SessionId, Timestamp } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import type { Sharing } from '@shared/model/session-sharing'
import type { GivenTitle } from '@main/core/storage/storage'
import { toExactBytes } from './exact-text'
import { createSessionAccess } from './people-table'
import { createSessionList } from './session-list'
import {
  OF_KNOWN_BOT,
  SESSION_COLUMNS,
  SESSION_IS_THERE as IS_THERE,
  toSession,
  toSessionRow,
} from './session-row'
import type { SessionRow } from './session-row'

// The first message gives a title, once.
const SET_MISSING_TITLE = `
  title_by = CASE title WHEN '' THEN 'first_message' ELSE title_by END,
  title_exact = CASE title WHEN '' THEN @titleExact ELSE title_exact END,
  title = CASE title WHEN '' THEN @title ELSE title END`

interface Said {
  readonly id: SessionId
  readonly title: string
  readonly titleExact: Buffer | null
  readonly now: Timestamp
}
export interface SessionEnds {
  readonly headSeq: number | null
  readonly lastSeq: number
}
export interface Advance {
  readonly sessionId: SessionId
  /** Where there is none yet. */
  readonly title: string
  readonly parentSeq: number
  readonly now: Timestamp
}
interface Replied {
  readonly id: SessionId
  readonly parentSeq: number
  readonly now: Timestamp
}

/** Conversations. Those of a deleted bot stay, hidden until the bot is restored. */
export function createSessionTable(db: Database) {
  const selectOne = db.prepare<[SessionId], SessionRow>(
    `SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = ? AND ${IS_THERE}`,
  )
  const selectEnds = db.prepare<[SessionId], SessionEnds>(
    'SELECT head_seq AS headSeq, last_seq AS lastSeq FROM sessions WHERE id = ?',
  )
  const insertRow = db.prepare<[SessionRow]>(`
    INSERT INTO sessions (${SESSION_COLUMNS}, title_by)
    SELECT @id, id, @title, @title_exact, @last_seq, @head_seq, @version, @folder_id, @tags, @pinned, @archived,
      @person_id, @sharing, @created_at, @updated_at, iif(@title = '', NULL, 'person')
    FROM bots WHERE id = @bot_id AND deleted_at IS NULL
  `)
  const updateTitle = db.prepare<[string, Buffer | null, SessionId], SessionRow>(`
    UPDATE sessions SET title = ?, title_exact = ?, title_by = 'person', version = version + 1
    WHERE id = ? AND ${IS_THERE} RETURNING ${SESSION_COLUMNS}
  `)
  // Not a new version: whoever gives it another title means that one.
  const updateGiven = db.prepare<[string, Buffer | null, SessionId, string], SessionRow>(`
    UPDATE sessions SET title = ?, title_exact = ?, title_by = 'model'
    WHERE id = ? AND title_by IN (SELECT value FROM json_each(?)) AND ${IS_THERE} RETURNING ${SESSION_COLUMNS}
  `)
  const updateSharing = db.prepare<[string | null, SessionId], SessionRow>(`
    UPDATE sessions SET sharing = ?, version = version + 1 WHERE id = ? AND ${IS_THERE} RETURNING ${SESSION_COLUMNS}
  `)
  const markDeleted = db.prepare<[Timestamp, SessionId]>(
    `UPDATE sessions SET deleted_at = ? WHERE id = ? AND ${IS_THERE}`,
  )
  const unmarkDeleted = db.prepare<[SessionId], SessionRow>(`
    UPDATE sessions SET deleted_at = NULL
    WHERE id = ? AND deleted_at IS NOT NULL AND purged_at IS NULL AND ${OF_KNOWN_BOT}
    RETURNING ${SESSION_COLUMNS}
  `)
  // What is said becomes the end of the visible branch; what does not follow the last message begins another one.
  const updateSaid = db.prepare<[Said & { readonly parentSeq: number }], SessionRow>(`
    UPDATE sessions SET last_seq = last_seq + 1,
      head_seq = iif(head_seq IS NULL AND last_seq = @parentSeq, NULL, last_seq + 1), updated_at = @now, ${SET_MISSING_TITLE}
    WHERE id = @id AND ${IS_THERE} RETURNING ${SESSION_COLUMNS}
  `)
  const updateQueued = db.prepare<[Said]>(
    `UPDATE sessions SET updated_at = @now, ${SET_MISSING_TITLE} WHERE id = @id`,
  )
  // A reply to the visible end becomes the visible end; one to anything else stays in its own branch.
  const updateReplied = db.prepare<[Replied], SessionRow>(`
    UPDATE sessions SET last_seq = last_seq + 1, updated_at = @now, head_seq = CASE
      WHEN head_seq = @parentSeq THEN last_seq + 1
      WHEN head_seq IS NULL AND last_seq <> @parentSeq THEN last_seq
      ELSE head_seq END
    WHERE id = @id RETURNING ${SESSION_COLUMNS}
  `)
  const updateHead = db.prepare<[number, SessionId], SessionRow>(
    `UPDATE sessions SET head_seq = ? WHERE id = ? AND ${IS_THERE} RETURNING ${SESSION_COLUMNS}`,
  )

  return {
    get(sessionId: SessionId): Session | null {
      return toSessionOrNull(selectOne.get(sessionId))
    },

    list: createSessionList(db),

    /** Throws `not_found` where the bot is missing or deleted. */
    insert(session: Session): void {
      if (insertRow.run(toSessionRow(session)).changes === 0) {
        throw new AppError('not_found', `There is no bot ${session.botId}.`)
      }
    },

    /** Throws `conflict` where `version` is given and is not the stored one. */
    rename(sessionId: SessionId, title: string, version?: number): Session | null {
      const before = selectOne.get(sessionId)
      if (!before) return null
      if (version !== undefined && version !== before.version)
        throw sessionChanged(toSession(before))
      return toSessionOrNull(updateTitle.get(title, toExactBytes(title), sessionId))
    },

    giveTitle({ sessionId, title, over }: GivenTitle): Session | null {
      const row = updateGiven.get(title, toExactBytes(title), sessionId, JSON.stringify(over))
      return toSessionOrNull(row)
    },

    /** Null makes it private. */
    share(sessionId: SessionId, sharing: Sharing | null): Session | null {
      const stored = sharing === null ? null : JSON.stringify(sharing)
      return toSessionOrNull(updateSharing.get(stored, sessionId))
    },

    accessOf: createSessionAccess(db),

    /** Where its branches end, of one that may be deleted: `headSeq` is null while it has none. */
    endsOf: (sessionId: SessionId): SessionEnds | null => selectEnds.get(sessionId) ?? null,

    /** Where the visible branch ends from now on. */
    setHead(sessionId: SessionId, headSeq: number): Session | null {
      return toSessionOrNull(updateHead.get(headSeq, sessionId))
    },

    delete: (sessionId: SessionId, now: Timestamp): boolean =>
      markDeleted.run(now, sessionId).changes === 1,

    restore(sessionId: SessionId): Session | null {
      return toSessionOrNull(unmarkDeleted.get(sessionId))
    },

    /** Throws `not_found` where the session is missing, or it or its bot is deleted. */
    requireThere(sessionId: SessionId): void {
      if (!selectOne.get(sessionId)) throw sessionNotFound()
    },

    /** Takes the next number for what a person said after `parentSeq`, and the title where there is none. Throws `not_found`. */
    advanceWithTitle(said: Advance): Session {
      const { sessionId: id, title, parentSeq, now } = said
      const row = updateSaid.get({ id, title, titleExact: toExactBytes(title), parentSeq, now })
      if (!row) throw sessionNotFound()
      return toSession(row)
    },

    /** What a queued message changes: it has no number yet. */
    touchWithTitle(sessionId: SessionId, title: string, now: Timestamp): void {
      updateQueued.run({ id: sessionId, title, titleExact: toExactBytes(title), now })
    },

    /** Takes the next number for a reply, also in a session that was deleted meanwhile: what was said is kept. */
    advanceWithReply(sessionId: SessionId, parentSeq: number, now: Timestamp): Session {
      const row = updateReplied.get({ id: sessionId, parentSeq, now })
      if (!row) throw sessionNotFound()
      return toSession(row)
    },
  }
}
export type SessionTable = ReturnType<typeof createSessionTable>

export function sessionNotFound(): AppError {
  return new AppError('not_found', 'That conversation is not there any more.')
}

function sessionChanged(current: Session): AppError {
  return new AppError(
    'conflict',
    'Somebody changed this conversation meanwhile. Look at it as it is now, then try again.',
    { current },
  )
}

function toSessionOrNull(row: SessionRow | undefined): Session | null {
  return row ? toSession(row) : null
}
