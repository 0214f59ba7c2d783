import type { Database } from 'better-sqlite3'
import { AppError } from '@shared/contract/app-error'
import type { BotId, SessionId, Timestamp } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import type { SessionQuery } from '@main/core/storage/storage'
import { toExactBytes, toText } from './exact-text'

interface SessionRow {
  readonly id: string
  readonly bot_id: string
  readonly title: string
  readonly title_exact: Buffer | null
  readonly last_seq: number
  readonly created_at: number
  readonly updated_at: number
}

const COLUMNS = 'id, bot_id, title, title_exact, last_seq, created_at, updated_at'
const IS_THERE = `deleted_at IS NULL AND (SELECT deleted_at FROM bots WHERE bots.id = bot_id) IS NULL`
// A title is given once, by the first message; afterwards only a person changes it.
const SET_MISSING_TITLE = `
  title_exact = CASE title WHEN '' THEN @titleExact ELSE title_exact END,
  title = CASE title WHEN '' THEN @title ELSE title END`
// `before` is where the last page ended. Unbound, its time is later than any other.
const PAGE = `(updated_at, id) < (@updatedAt, @id) AND ${IS_THERE}
  ORDER BY updated_at DESC, id DESC LIMIT @limit`

interface PageBounds {
  readonly updatedAt: number
  readonly id: string
  readonly limit: number
}
interface Said {
  readonly id: SessionId
  readonly title: string
  readonly titleExact: Buffer | null
  readonly now: Timestamp
}

/** Conversations. Those of a deleted bot stay, hidden until the bot is restored. */
export function createSessionTable(db: Database) {
  const selectOne = db.prepare<[SessionId], SessionRow>(
    `SELECT ${COLUMNS} FROM sessions WHERE id = ? AND ${IS_THERE}`,
  )
  const selectPage = db.prepare<[PageBounds], SessionRow>(
    `SELECT ${COLUMNS} FROM sessions WHERE ${PAGE}`,
  )
  const selectPageOfBot = db.prepare<[PageBounds & { readonly botId: BotId }], SessionRow>(
    `SELECT ${COLUMNS} FROM sessions WHERE bot_id = @botId AND ${PAGE}`,
  )
  const insertRow = db.prepare<[SessionRow]>(`
    INSERT INTO sessions (${COLUMNS})
    SELECT @id, id, @title, @title_exact, @last_seq, @created_at, @updated_at
    FROM bots WHERE id = @bot_id AND deleted_at IS NULL
  `)
  const updateTitle = db.prepare<[string, Buffer | null, SessionId], SessionRow>(
    `UPDATE sessions SET title = ?, title_exact = ? WHERE id = ? AND ${IS_THERE} RETURNING ${COLUMNS}`,
  )
  const markDeleted = db.prepare<[Timestamp, SessionId]>(
    `UPDATE sessions SET deleted_at = ? WHERE id = ? AND ${IS_THERE}`,
  )
  const unmarkDeleted = db.prepare<[SessionId], SessionRow>(`
    UPDATE sessions SET deleted_at = NULL
    WHERE id = ? AND deleted_at IS NOT NULL AND (SELECT deleted_at FROM bots WHERE bots.id = bot_id) IS NULL
    RETURNING ${COLUMNS}
  `)
  const updateSaid = db.prepare<[Said], SessionRow>(`
    UPDATE sessions SET last_seq = last_seq + 1, updated_at = @now, ${SET_MISSING_TITLE}
    WHERE id = @id AND ${IS_THERE} RETURNING ${COLUMNS}
  `)
  const updateQueued = db.prepare<[Said]>(
    `UPDATE sessions SET updated_at = @now, ${SET_MISSING_TITLE} WHERE id = @id`,
  )
  const updateAdvanced = db.prepare<[Timestamp, SessionId], SessionRow>(`
    UPDATE sessions SET last_seq = last_seq + 1, updated_at = ? WHERE id = ? RETURNING ${COLUMNS}
  `)

  return {
    get(sessionId: SessionId): Session | null {
      return toSessionOrNull(selectOne.get(sessionId))
    },

    list({ botId, before, limit }: SessionQuery): { sessions: Session[]; hasMore: boolean } {
      const { updatedAt, id } = before ?? { updatedAt: Number.MAX_SAFE_INTEGER, id: '' }
      const bounds = { updatedAt, id, limit: limit + 1 }
      const rows =
        botId === undefined ? selectPage.all(bounds) : selectPageOfBot.all({ ...bounds, botId })
      return { sessions: rows.slice(0, limit).map(toSession), hasMore: rows.length > limit }
    },

    /** Throws `not_found` where the bot is missing or deleted. */
    insert(session: Session): void {
      if (insertRow.run(toRow(session)).changes === 0) {
        throw new AppError('not_found', `There is no bot ${session.botId}.`)
      }
    },

    rename(sessionId: SessionId, title: string): Session | null {
      return toSessionOrNull(updateTitle.get(title, toExactBytes(title), sessionId))
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

    /** Takes the next number for what a person said, and the title where there is none. Throws `not_found`. */
    advanceWithTitle(sessionId: SessionId, title: string, now: Timestamp): Session {
      const row = updateSaid.get({ id: sessionId, title, titleExact: toExactBytes(title), now })
      if (!row) throw sessionNotFound()
      return toSession(row)
    },

    /** What a queued message changes: it has no number yet. */
    touchWithTitle(sessionId: SessionId, title: string, now: Timestamp): void {
      updateQueued.run({ id: sessionId, title, titleExact: toExactBytes(title), now })
    },

    /** Takes the next number, also in a session that was deleted meanwhile: what was said is kept. */
    advance(sessionId: SessionId, now: Timestamp): Session {
      const row = updateAdvanced.get(now, sessionId)
      if (!row) throw sessionNotFound()
      return toSession(row)
    },
  }
}
export type SessionTable = ReturnType<typeof createSessionTable>

export function sessionNotFound(): AppError {
  return new AppError('not_found', 'That conversation is not there any more.')
}

function toRow(session: Session): SessionRow {
  return {
    id: session.id,
    bot_id: session.botId,
    title: session.title,
    title_exact: toExactBytes(session.title),
    last_seq: session.lastSeq,
    created_at: session.createdAt,
    updated_at: session.updatedAt,
  }
}

function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    botId: row.bot_id,
    title: toText(row.title, row.title_exact),
    lastSeq: row.last_seq,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toSessionOrNull(row: SessionRow | undefined): Session | null {
  return row ? toSession(row) : null
}
