import Database from 'better-sqlite3'
import { INDEX_MESSAGES } from './migrations/0005-search-index.ts'

/** Whoever writes a message waits for a slice at most, so it is short. */
const SLICE_MS = 8
const FIRST_SLICE = 32
const MAX_SLICE = 512
/** A controller that is busy writing is let by. */
const BUSY_TIMEOUT_MS = 2_000

export interface IndexFiller {
  /** Indexes some messages that were there before the index was; false once there are none left. Throws what SQLite throws. */
  readonly fillSome: () => boolean
  readonly close: () => void
}

/**
 * Indexes what migration 5 left, from the newest to the oldest, a few messages in each transaction, on a connection of its
 * own. How far it is stands in the file, so it goes on after any end.
 */
export function createIndexFiller(file: string): IndexFiller {
  const db = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  db.pragma('synchronous = NORMAL')
  const selectFrom = db.prepare<[], number>('SELECT indexed_from FROM search_progress').pluck()
  const selectLow = db
    .prepare<[number, number], number | null>(
      'SELECT min(number) FROM (SELECT number FROM messages WHERE number < ? ORDER BY number DESC LIMIT ?)',
    )
    .pluck()
  const statements = INDEX_MESSAGES.map((sql) => db.prepare<[number, number]>(sql))
  const update = db.prepare<[number]>('UPDATE search_progress SET indexed_from = ?')
  let slice = FIRST_SLICE

  const fill = db.transaction((): boolean => {
    const indexedFrom = selectFrom.get() ?? 0
    const low = selectLow.get(indexedFrom, slice) ?? null
    for (const statement of low === null ? [] : statements) statement.run(low ?? 0, indexedFrom - 1)
    update.run(low ?? 0)
    return low !== null
  })

  return {
    fillSome(): boolean {
      const began = performance.now()
      const isMore = fill.immediate()
      const took = performance.now() - began
      slice = Math.round(Math.min(MAX_SLICE, Math.max(FIRST_SLICE, (slice * SLICE_MS) / took)))
      return isMore
    },
    close: () => {
      db.close()
    },
  }
}
