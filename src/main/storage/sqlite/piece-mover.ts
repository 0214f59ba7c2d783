import type { Database } from 'better-sqlite3'
import { createBulkIndex } from './bulk-index.ts'
import { MESSAGE_COLUMNS } from './message-row.ts'

/**
 * Moves messages from the temporary table `new_messages` to where they belong, and indexes them for searching, all in a few
 * statements.
 */
export function createPieceMover(db: Database): () => void {
  const index = createBulkIndex(db)
  const selectLast = db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM messages').pluck()
  const move = db.prepare(
    `INSERT INTO messages (${MESSAGE_COLUMNS}) SELECT * FROM temp.new_messages ORDER BY rowid`,
  )
  const clear = db.prepare('DELETE FROM temp.new_messages')

  return () => {
    const before = selectLast.get() ?? 0
    index.rest()
    move.run()
    index.resume(before + 1, selectLast.get() ?? 0)
    clear.run()
  }
}
