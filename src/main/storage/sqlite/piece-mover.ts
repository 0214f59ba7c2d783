import type { Database } from 'better-sqlite3'
import { MESSAGE_COLUMNS } from './message-row.ts'
import { INDEX_MESSAGES } from './migrations/0005-search-index.ts'

/** A number that no message reaches: from there on, the triggers index. */
const NEVER = Number.MAX_SAFE_INTEGER

/**
 * Moves messages from the temporary table `new_messages` to where they belong, and indexes them for searching, all in a few
 * statements: the index writes out what it has gathered at the end of every statement that changes it, so one for each row
 * would be five times the work. For the same reason its triggers rest meanwhile; whoever reads never sees that, since it is
 * one transaction.
 */
export function createPieceMover(db: Database): () => void {
  const selectFrom = db.prepare<[], number>('SELECT indexed_from FROM search_progress').pluck()
  const setFrom = db.prepare<[number]>('UPDATE search_progress SET indexed_from = ?')
  const selectLast = db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM messages').pluck()
  const move = db.prepare(
    `INSERT INTO messages (${MESSAGE_COLUMNS}) SELECT * FROM temp.new_messages ORDER BY rowid`,
  )
  const indexes = INDEX_MESSAGES.map((sql) => db.prepare<[number, number]>(sql))
  const clear = db.prepare('DELETE FROM temp.new_messages')

  return () => {
    const indexedFrom = selectFrom.get() ?? 0
    const before = selectLast.get() ?? 0
    setFrom.run(NEVER)
    move.run()
    const last = selectLast.get() ?? 0
    for (const index of indexes) index.run(before + 1, last)
    setFrom.run(indexedFrom)
    clear.run()
  }
}
