import type { Database } from 'better-sqlite3'
import type { SessionId } from '@shared/model/ids'
import type { ReadMark } from '@shared/model/session'

/** How far each reader has read in each session. */
export function createReadTable(db: Database) {
  const upsert = db.prepare<[string, number, SessionId]>(`
    INSERT INTO read_marks (reader, session_id, seq) SELECT ?, id, min(?, last_seq) FROM sessions WHERE id = ?
    ON CONFLICT (reader, session_id) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq
  `)
  const select = db.prepare<[string, string], ReadMark>(`
    SELECT session_id AS sessionId, seq FROM read_marks
    WHERE reader = ? AND session_id IN (SELECT value FROM json_each(?))
  `)

  return {
    mark: (reader: string, { sessionId, seq }: ReadMark): boolean =>
      upsert.run(reader, seq, sessionId).changes === 1,

    marksOf: (reader: string, sessionIds: readonly SessionId[]): readonly ReadMark[] =>
      select.all(reader, JSON.stringify(sessionIds)),
  }
}
