import Database from 'better-sqlite3'
import type { GuideIndex, Passage, RankedPassage } from '@main/core/guide/guide-index'
import { termsOf, toMatchExpression } from './guide-query'

// A word in the heading says more about a passage than one in its page's title, and that more than one in its text.
const SCHEMA = `CREATE VIRTUAL TABLE passages USING fts5 (
  page_title, heading, text, tokenize = 'porter unicode61 remove_diacritics 2'
)`
const RANK = 'bm25(passages, 3.0, 8.0, 1.0)'

/**
 * Full-text search over the user guide, held in memory. A passage is found where it has a telling word of the
 * question: one that is in no more than half of all passages; where the question has only common words, any of them.
 */
export function createSqliteGuideIndex(
  passages: readonly Passage[],
): GuideIndex & { close(): void } {
  const db = new Database(':memory:')
  db.exec(SCHEMA)
  insertAll(db, passages)

  const countMatches = db
    .prepare<[string], number>('SELECT count(*) FROM passages WHERE passages MATCH ?')
    .pluck()
  const selectRanked = db.prepare<[string, string, number], RankedRow>(`
    SELECT rowid AS position, -${RANK} AS score FROM passages
    WHERE passages MATCH ? AND rowid IN (SELECT rowid FROM passages WHERE passages MATCH ?)
    ORDER BY ${RANK}, rowid LIMIT ?
  `)

  function isTelling(term: string): boolean {
    return (countMatches.get(toMatchExpression([term])) ?? 0) <= passages.length / 2
  }

  function search(query: string, limit: number): readonly RankedPassage[] {
    const terms = termsOf(query)
    if (terms.length === 0) return []
    const telling = terms.filter(isTelling)
    const rows = selectRanked.all(
      toMatchExpression(terms),
      toMatchExpression(telling.length > 0 ? telling : terms),
      limit,
    )
    return rows.flatMap(({ position, score }) => {
      const passage = passages[position - 1]
      return passage ? [{ passage, score }] : []
    })
  }

  return { search, close: () => void db.close() }
}

interface RankedRow {
  /** From 1, in the order the passages were given. */
  readonly position: number
  readonly score: number
}

function insertAll(db: Database.Database, passages: readonly Passage[]): void {
  const insert = db.prepare<[number, string, string, string]>(
    'INSERT INTO passages (rowid, page_title, heading, text) VALUES (?, ?, ?, ?)',
  )
  db.transaction(() => {
    for (const [index, { pageTitle, heading, text }] of passages.entries()) {
      insert.run(index + 1, pageTitle, heading, text)
    }
  })()
}
