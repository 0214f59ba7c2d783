import type { Database } from 'better-sqlite3'
import { INDEX_MESSAGES } from './migrations/0005-search-index.ts'

/** A number that no message reaches: from there on, the triggers index. */
const NEVER = Number.MAX_SAFE_INTEGER

export interface BulkIndex {
  /** From here on the triggers of the search index rest. No message may be changed or deleted until `resume`. */
  rest(): void
  /** Indexes the messages numbered from one to the other, both included; the triggers work again. */
  resume(from: number, to: number): void
}

/**
 * Indexes many new messages for searching at once. The index writes out what it has gathered at the end of every statement
 * that changes it, so one statement for each row is up to five times the work. Both calls belong in one transaction: whoever
 * reads never sees that the triggers rested.
 */
export function createBulkIndex(db: Database): BulkIndex {
  const selectFrom = db.prepare<[], number>('SELECT indexed_from FROM search_progress').pluck()
  const setFrom = db.prepare<[number]>('UPDATE search_progress SET indexed_from = ?')
  const indexes = INDEX_MESSAGES.map((sql) => db.prepare<[number, number]>(sql))
  let indexedFrom = 0
  return {
    rest(): void {
      indexedFrom = selectFrom.get() ?? 0
      setFrom.run(NEVER)
    },
    resume(from: number, to: number): void {
      // What is below is indexed in the background, together with what was there before.
      const first = Math.max(from, indexedFrom)
      for (const index of first <= to ? indexes : []) index.run(first, to)
      setFrom.run(indexedFrom)
    },
  }
}
