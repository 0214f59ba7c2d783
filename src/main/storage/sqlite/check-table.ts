import type { Database } from 'better-sqlite3'
import type { Timestamp } from '@shared/model/ids'

/** One row that is written and read to see whether that works. */
export function createCheckTable(db: Database) {
  const upsert = db.prepare<[Timestamp]>(`
    INSERT INTO checks (id, checked_at) VALUES (1, ?)
    ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at
  `)
  const select = db.prepare<[], Timestamp>('SELECT checked_at FROM checks WHERE id = 1').pluck()

  return {
    check(now: Timestamp): void {
      upsert.run(now)
      if (select.get() !== now) throw new Error('What was written does not read the same.')
    },
  }
}
