import type { Database } from 'better-sqlite3'
import { BLOCK_BITS, DAY_MS } from './migrations/0005-search-index.ts'

/** Numbers of messages, both ends included. */
export interface NumberSpan {
  readonly low: number
  readonly high: number
}

const BLOCK = 2 ** BLOCK_BITS
/** More pieces than this are asked for as one: each is a statement of its own. */
const MAX_SPANS = 16
export const EVERYTHING: NumberSpan = { low: 0, high: Number.MAX_SAFE_INTEGER }

/**
 * Where messages of some days can be: numbers grow with time, but for what was imported or waited in a queue. A few
 * spans, the highest first; they hold messages of other days too.
 */
export function createSpanFinder(db: Database) {
  const selectBlocks = db
    .prepare<[number, number], number>(
      'SELECT block FROM message_days WHERE last_day >= ? AND first_day <= ? ORDER BY block DESC',
    )
    .pluck()
  const selectIndexedFrom = db
    .prepare<[], number>('SELECT indexed_from FROM search_progress')
    .pluck()

  return (after: number | null, before: number | null): readonly NumberSpan[] => {
    if (after === null && before === null) return [EVERYTHING]
    const firstDay = after === null ? 0 : Math.floor(after / DAY_MS)
    const lastDay = before === null ? Number.MAX_SAFE_INTEGER : Math.floor(before / DAY_MS)
    const spans = joined(selectBlocks.all(firstDay, lastDay))
    const indexedFrom = selectIndexedFrom.get() ?? 0
    // Of what is not indexed yet the days are not known, and where words are asked for it is not found either.
    if (indexedFrom > 0) spans.push({ low: 0, high: indexedFrom - 1 })
    return spans.length <= MAX_SPANS ? spans : hull(spans)
  }
}

/** `blocks` in descending order. */
function joined(blocks: readonly number[]): NumberSpan[] {
  const spans: { low: number; high: number }[] = []
  for (const block of blocks) {
    const last = spans.at(-1)
    if (last?.low === (block + 1) * BLOCK) last.low = block * BLOCK
    else spans.push({ low: block * BLOCK, high: (block + 1) * BLOCK - 1 })
  }
  return spans
}

function hull(spans: readonly NumberSpan[]): readonly NumberSpan[] {
  const { high } = spans[0] ?? EVERYTHING
  const { low } = spans.at(-1) ?? EVERYTHING
  return [{ low, high }]
}
