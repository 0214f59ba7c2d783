import type { Database } from 'better-sqlite3'
import type { FindResult } from '@shared/model/find'
import type { SessionId } from '@shared/model/ids'
import type { FindQuery } from '@main/core/search/search-store'
import { createTextFinder } from '../../core/search/find-text.ts'
import { SearchStopped } from './search-clock.ts'
import type { SearchClock } from './search-clock.ts'
import type { SearchSessions } from './search-sessions.ts'

interface TextRow {
  readonly id: string
  readonly seq: number
  readonly text: string
}
interface Found {
  readonly matches: FindResult['matches']
  isExact: boolean
}

const MAX_MATCHES = 1_000

/** Finds a text in what is shown of one session: reads it, newest first. Runs in the search worker. */
export function createSessionFind(db: Database, clock: SearchClock, sessions: SearchSessions) {
  const select = db.prepare<[SessionId, number, number], TextRow>(`
    SELECT id, seq, text FROM messages WHERE session_id = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC
  `)

  function collect({ sessionId, text }: FindQuery, found: Found): void {
    const find = createTextFinder(text)
    for (const { from, to } of sessions.shownRuns(sessionId).toReversed()) {
      for (const row of select.iterate(sessionId, from, to)) {
        clock.check()
        const words = find(row.text)
        if (words.length === 0) continue
        if (found.matches.length === MAX_MATCHES) {
          found.isExact = false
          return
        }
        found.matches.push({ messageId: row.id, seq: row.seq, words: [...words] })
      }
    }
  }

  return db.transaction((query: FindQuery): FindResult => {
    const found: Found = { matches: [], isExact: true }
    try {
      collect(query, found)
    } catch (error) {
      if (!(error instanceof SearchStopped) || error.reason === 'cancelled') throw error
      found.isExact = false
    }
    return { matches: found.matches.reverse(), isExact: found.isExact }
  })
}
