import type { Database } from 'better-sqlite3'
import type { BotId, SessionId, Timestamp } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { BinnedSession } from '@shared/model/session'
import type { BinQuery } from '@main/core/bin/bin-store'
import { IMPORTING } from './importing'
import { OF_KNOWN_BOT, SESSION_COLUMNS, toSession } from './session-row'
import type { SessionRow } from './session-row'

/** For so long one piece of clearing goes on; with the commit it stays below what a person or a stream notices. */
const PIECE_MS = 6
const ROWS_AT_ONCE = 200

const IN_BIN = 'deleted_at IS NOT NULL AND purged_at IS NULL'

interface PageBounds {
  readonly personId: string
  readonly deletedAt: number
  readonly id: string
  readonly limit: number
}
type BinnedRow = SessionRow & { readonly deleted_at: number }
export interface Purged {
  readonly sessionId: SessionId
  readonly botId: BotId
  readonly personId: PersonId
}

/** Deleted sessions, until they are gone for good. */
export function createBinTable(db: Database) {
  const selectPage = db.prepare<[PageBounds], BinnedRow>(`
    SELECT ${SESSION_COLUMNS}, deleted_at FROM sessions
    WHERE ${IN_BIN} AND person_id = @personId AND (deleted_at, id) < (@deletedAt, @id) AND ${OF_KNOWN_BOT}
    ORDER BY deleted_at DESC, id DESC LIMIT @limit
  `)
  const selectOld = db
    .prepare<[{ moment: Timestamp; personId: PersonId | null; limit: number }], SessionId>(
      `SELECT id FROM sessions WHERE ${IN_BIN} AND deleted_at < @moment
        AND (@personId IS NULL OR person_id = @personId) ORDER BY deleted_at, id LIMIT @limit`,
    )
    .pluck()
  const takeInSessions = db.prepare<[Timestamp]>(`
    UPDATE sessions SET deleted_at = bots.deleted_at FROM bots
    WHERE bots.id = sessions.bot_id AND bots.deleted_at < ? AND sessions.deleted_at IS NULL
  `)
  const forgetInstructions = db.prepare<[Timestamp]>(`
    UPDATE bots SET instructions = '', instructions_exact = NULL, options = '{}'
    WHERE deleted_at < ? AND (instructions <> '' OR options <> '{}')
  `)
  // A reply that is still to be stored needs its session.
  const markPurged = db.prepare<[Timestamp, SessionId], Purged>(`
    UPDATE sessions SET purged_at = ? WHERE id = ? AND ${IN_BIN} AND NOT EXISTS (
      SELECT 1 FROM turns WHERE state = 'running' AND session_id = sessions.id AND ended_at IS NULL)
    RETURNING id AS sessionId, bot_id AS botId, person_id AS personId
  `)
  const selectPurged = db
    .prepare<[], SessionId>(`SELECT id FROM sessions WHERE purged_at > ${IMPORTING} LIMIT 1`)
    .pluck()
  const selectMessages = db
    .prepare<[SessionId], number>(
      `SELECT number FROM messages WHERE session_id = ? LIMIT ${ROWS_AT_ONCE}`,
    )
    .pluck()
  const deleteMessage = db.prepare<[number]>('DELETE FROM messages WHERE number = ?')
  const deleteTurns = db.prepare<[SessionId]>(
    `DELETE FROM turns WHERE id IN (SELECT id FROM turns WHERE session_id = ? LIMIT ${ROWS_AT_ONCE})`,
  )
  const deleteMarks = db.prepare<[SessionId]>('DELETE FROM read_marks WHERE session_id = ?')
  const deleteSession = db.prepare<[SessionId]>('DELETE FROM sessions WHERE id = ?')

  /** One step, false where nothing of the session is left. The search indexes follow by their triggers. */
  function clearSome(sessionId: SessionId, mayGoOn: () => boolean): boolean {
    const numbers = selectMessages.all(sessionId)
    for (const number of numbers) {
      deleteMessage.run(number)
      if (!mayGoOn()) return true
    }
    if (numbers.length > 0 || deleteTurns.run(sessionId).changes > 0) return true
    deleteMarks.run(sessionId)
    deleteSession.run(sessionId)
    return false
  }

  const clearPiece = db.transaction((): boolean => {
    const end = performance.now() + PIECE_MS
    const mayGoOn = (): boolean => performance.now() < end
    do {
      const sessionId = selectPurged.get()
      if (sessionId === undefined) return false
      while (clearSome(sessionId, mayGoOn) && mayGoOn());
    } while (mayGoOn())
    return true
  })

  return {
    list({ before, limit, personId }: BinQuery): { deleted: BinnedSession[]; hasMore: boolean } {
      const { deletedAt, id } = before ?? { deletedAt: Number.MAX_SAFE_INTEGER, id: '' }
      const rows = selectPage.all({ deletedAt, id, personId, limit: limit + 1 })
      const deleted = rows.slice(0, limit).map((row) => ({
        session: toSession(row),
        deletedAt: row.deleted_at,
      }))
      return { deleted, hasMore: rows.length > limit }
    },

    deletedBefore: (moment: Timestamp, personId: PersonId | null, limit: number): SessionId[] =>
      selectOld.all({ moment, personId, limit }),

    takeInDeletedBots(moment: Timestamp): void {
      takeInSessions.run(moment)
      forgetInstructions.run(moment)
    },

    purge: (sessionIds: readonly SessionId[], now: Timestamp): Purged[] =>
      sessionIds.flatMap((sessionId) => markPurged.get(now, sessionId) ?? []),

    /**
     * A transaction of its own. What refers to a row is removed before the row, so foreign keys need not be looked
     * after; looking would mean reading all messages for every turn that goes.
     */
    clear(): boolean {
      if (selectPurged.get() === undefined) return false
      db.pragma('foreign_keys = OFF')
      try {
        return clearPiece.immediate()
      } finally {
        db.pragma('foreign_keys = ON')
      }
    },
  }
}
export type BinTable = ReturnType<typeof createBinTable>
