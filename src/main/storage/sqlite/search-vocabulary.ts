import type { Database } from 'better-sqlite3'
import { fold } from '../../core/search/fold-text.ts'

/** A word that stands for more others than this is looked for as it is. */
const MAX_WORDS = 1_000
/** Trigrams that one or two characters begin. */
const MAX_TRIGRAMS = 500
/** New words beside the known ones, before all are read again. */
const MAX_RECENT = 50_000
const WORD = /[\p{L}\p{N}]+/gu
/** Words keep to themselves in one long text, which is searched faster than a list. */
const BREAK = '\n'

export interface SearchVocabulary {
  /** Reads the words that came since the last time. The first time all of them are read. */
  readonly refresh: () => void
  /** Indexed words that begin like this one; null where there are too many. */
  readonly beginningWith: (word: string) => readonly string[] | null
  /** Indexed words with this one anywhere inside, at most 1,000. */
  readonly containing: (word: string) => readonly string[]
  /** Trigrams in the index that begin like this. */
  readonly trigramsFrom: (start: string) => readonly string[]
}

/**
 * The different words of all messages: a thousand times fewer than the words said, so finding one inside another is a look
 * through a few megabytes in memory, and writing a message costs nothing for it.
 */
export function createSearchVocabulary(db: Database): SearchVocabulary {
  db.exec(`
    CREATE VIRTUAL TABLE temp.known_words USING fts5vocab (main, message_words, row);
    CREATE VIRTUAL TABLE temp.known_trigrams USING fts5vocab (main, message_trigrams, row);
  `)
  const selectNewest = db.prepare<[], number | null>('SELECT max(number) FROM messages').pluck()
  const selectWords = db.prepare<[], string>('SELECT term FROM temp.known_words').pluck()
  const selectTrigrams = db
    .prepare<[string, string, number], string>(
      'SELECT term FROM temp.known_trigrams WHERE term >= ? AND term < ? LIMIT ?',
    )
    .pluck()
  const selectSince = db
    .prepare<[number], string>('SELECT text FROM messages WHERE number > ?')
    .pluck()

  let upTo: number | null = null
  let known = BREAK
  let recent = new Set<string>()
  let recentText = BREAK

  function readAll(): void {
    known = BREAK
    for (const word of selectWords.iterate()) known += word + BREAK
    recent = new Set()
    recentText = BREAK
  }

  function refresh(): void {
    // Read first: what is written meanwhile is read again the next time.
    const newest = selectNewest.get() ?? 0
    if (upTo === null || recent.size > MAX_RECENT) readAll()
    else if (newest > upTo) readSince(upTo)
    upTo = newest
  }

  function readSince(number: number): void {
    for (const text of selectSince.iterate(number)) {
      for (const [word] of fold(text).matchAll(WORD)) {
        if (recent.has(word)) continue
        recent.add(word)
        recentText += word + BREAK
      }
    }
  }

  function lookFor(part: string): readonly string[] {
    const found = new Set<string>()
    for (const text of [known, recentText]) {
      let at = text.indexOf(part)
      while (at >= 0 && found.size <= MAX_WORDS) {
        const start = text.lastIndexOf(BREAK, at + (part.startsWith(BREAK) ? 0 : -1)) + 1
        const end = text.indexOf(BREAK, at + part.length)
        found.add(text.slice(start, end))
        at = text.indexOf(part, end)
      }
    }
    return [...found]
  }

  return {
    refresh,
    beginningWith(word) {
      const words = lookFor(BREAK + fold(word))
      return words.length > MAX_WORDS ? null : words
    },
    containing: (word) => lookFor(fold(word)).slice(0, MAX_WORDS),
    trigramsFrom: (start) => selectTrigrams.all(start, `${start}\u{10ffff}`, MAX_TRIGRAMS),
  }
}
