import type { Database } from 'better-sqlite3'
import type { WriterLease } from './writer-lease.ts'

const ROWS_AT_ONCE = 200

/** Removes what is left of a session that is gone for good, in pieces; does nothing where nothing is. */
export function clearSession(db: Database, lease: WriterLease, sessionId: string): void {
  const left = db.prepare<[string]>('SELECT 1 FROM sessions WHERE id = ? AND purged_at IS NOT NULL')
  if (left.get(sessionId) === undefined) return
  for (const table of ['messages', 'turns'] as const) {
    const key = table === 'messages' ? 'number' : 'id'
    const remove = db.prepare(
      `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE session_id = ? LIMIT ${ROWS_AT_ONCE})`,
    )
    let removed: number
    do {
      lease.take()
      removed = remove.run(sessionId).changes
      lease.giveBack()
    } while (removed > 0)
  }
  lease.take()
  db.prepare('DELETE FROM read_marks WHERE session_id = ?').run(sessionId)
  db.prepare('DELETE FROM sessions WHERE id = ?').run(sessionId)
  lease.giveBack()
}
