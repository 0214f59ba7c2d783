import type { Database } from 'better-sqlite3'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { Session } from '@shared/model/session'
import { SESSION_COLUMNS, toSession } from './session-row.ts'
import type { SessionRow } from './session-row.ts'
import { visibleTo } from './visible-to.ts'
import type { ReaderBounds } from './visible-to.ts'
import type { SearchClock } from './search-clock.ts'
import type { NumberSpan } from './search-spans.ts'

export interface MessageFilter extends ReaderBounds {
  /** A JSON array; null for all. */
  readonly botIds: string | null
  readonly author: Message['author'] | null
  readonly before: number | null
  readonly after: number | null
  readonly hasCode: 0 | 1
  /** A JSON array; null for all. */
  readonly sessionIds: string | null
}
export interface FoundRow {
  readonly number: number
  readonly id: string
  readonly session_id: string
  readonly seq: number
  readonly author: Message['author']
  readonly text: string
  readonly created_at: number
}
type Bounds = MessageFilter & NumberSpan & { readonly unwanted: string | null }
type WithMatch = Bounds & { readonly words?: string; readonly trigrams?: string }

const IS_THERE = `s.deleted_at IS NULL AND b.deleted_at IS NULL AND ${visibleTo('s.')}
  AND (@sessionIds IS NULL OR s.id IN (SELECT value FROM json_each(@sessionIds)))`
const OF_BOT = '(@botIds IS NULL OR b.id IN (SELECT value FROM json_each(@botIds)))'
const BY_BOT = `(${OF_BOT} OR m.bot_id IN (SELECT value FROM json_each(@botIds)))`
const MESSAGE_FILTER = `${IS_THERE} AND ${BY_BOT}
  AND (@author IS NULL OR m.author = @author)
  AND (@before IS NULL OR m.created_at < @before)
  AND (@after IS NULL OR m.created_at >= @after)
  AND (@hasCode = 0 OR instr(m.text, '\`\`\`') > 0)`
const COLUMNS = 'm.number, m.id, m.session_id, m.seq, m.author, m.text, m.created_at'
// In this order: the index is asked first, and for the newest first, so reading may end early.
const WHOSE = `CROSS JOIN sessions AS s ON s.id = m.session_id CROSS JOIN bots AS b ON b.id = s.bot_id`
const UNWANTED = `(@unwanted IS NULL OR m.number NOT IN
  (SELECT rowid FROM message_words WHERE message_words MATCH @unwanted))`
const IN_TRIGRAMS =
  'm.number IN (SELECT rowid FROM message_trigrams WHERE message_trigrams MATCH @trigrams)'

// The index takes whole numbers only for bounds, and every number comes from JavaScript as a real one.
const within = (number: string) =>
  `${number} BETWEEN CAST(@low AS INTEGER) AND CAST(@high AS INTEGER) AND may_go_on(${number})`

/** The SQL of a search. Everything a person typed is bound, and a `MATCH` expression holds quoted words only. */
export function createSearchStatements(db: Database, clock: SearchClock) {
  db.function('may_go_on', { deterministic: false }, (_row: number) => {
    clock.check()
    return 1
  })
  const selectByWords = (and: string) =>
    db.prepare<[WithMatch], FoundRow>(`
      SELECT ${COLUMNS} FROM message_words AS f CROSS JOIN messages AS m ON m.number = f.rowid ${WHOSE}
      WHERE f.message_words MATCH @words AND ${within('f.rowid')} ${and} AND ${MESSAGE_FILTER}
      ORDER BY f.rowid DESC
    `)
  const byWords = selectByWords('')
  const byBoth = selectByWords(`AND ${IN_TRIGRAMS}`)
  const byTrigrams = db.prepare<[WithMatch], FoundRow>(`
    SELECT ${COLUMNS} FROM message_trigrams AS f CROSS JOIN messages AS m ON m.number = f.rowid ${WHOSE}
    WHERE f.message_trigrams MATCH @trigrams AND ${within('f.rowid')} AND ${UNWANTED} AND ${MESSAGE_FILTER}
    ORDER BY f.rowid DESC
  `)
  const byNothing = db.prepare<[WithMatch], FoundRow>(`
    SELECT ${COLUMNS} FROM messages AS m ${WHOSE}
    WHERE ${within('m.number')} AND ${UNWANTED} AND ${MESSAGE_FILTER}
    ORDER BY m.number DESC
  `)
  const selectUse = db
    .prepare<[MessageFilter & { readonly sessionId: SessionId }], number>(
      `
    SELECT s.updated_at FROM sessions AS s CROSS JOIN bots AS b ON b.id = s.bot_id
    WHERE s.id = @sessionId AND ${IS_THERE} AND ${OF_BOT}
      AND (@before IS NULL OR s.updated_at < @before) AND (@after IS NULL OR s.updated_at >= @after)
  `,
    )
    .pluck()
  const selectSession = db.prepare<[SessionId], SessionRow>(
    `SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = ?`,
  )

  return {
    /** Newest first. Throws `SearchStopped` in the middle where it takes too long. */
    messages(
      words: string | null,
      trigrams: string | null,
      bounds: Bounds,
    ): IterableIterator<FoundRow> {
      if (words !== null && trigrams !== null) return byBoth.iterate({ ...bounds, words, trigrams })
      if (words !== null) return byWords.iterate({ ...bounds, words })
      if (trigrams !== null) return byTrigrams.iterate({ ...bounds, trigrams })
      return byNothing.iterate(bounds)
    },

    /** When a session was last used; null where the filter does not let its title through. */
    usedAt: (sessionId: SessionId, filter: MessageFilter): number | null =>
      selectUse.get({ ...filter, sessionId }) ?? null,

    session(sessionId: SessionId): Session | null {
      const row = selectSession.get(sessionId)
      return row === undefined ? null : toSession(row)
    },
  }
}
