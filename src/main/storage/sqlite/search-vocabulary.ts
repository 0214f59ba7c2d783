import type { Database } from 'better-sqlite3'
import { fold } from '../../core/search/fold-text.ts'
import { UNSPACED } from './match-expression.ts'
import { FACT_MARKS } from './migrations/0005-search-index.ts'

/** Trigrams that one or two characters begin. */
const MAX_TRIGRAMS = 500
/** Words read at a time while nobody waits. */
const SLICE = 10_000
/** Beyond so many new messages, reading the words of all again takes less long. */
const MAX_NEW_MESSAGES = 20_000
const WORD = /[\p{L}\p{N}]+/gu
/** Words keep to themselves in one long text, which is searched faster than a list. */
const BREAK = '\n'
/** A frequency, in powers of two. */
const FREQUENCIES = 32

/** By the first character: a text for each frequency, the highest first. */
type WordTexts = Map<string, string[]>

export interface FoundWords {
  readonly words: readonly string[]
  /** False where there are more. */
  readonly isAll: boolean
}

export interface SearchVocabulary {
  /** Reads some more of the words that are indexed; false once all are known. */
  readonly readSome: () => boolean
  /** Reads all words, and those that came since the last time. */
  readonly refresh: () => void
  /** What is known may not be all that is indexed by now. */
  readonly forget: () => void
  /** Indexed words that begin like this one, those in most messages first. */
  readonly beginningWith: (word: string, limit: number) => FoundWords
  /** Indexed words with this one anywhere inside, those in most messages first. */
  readonly containing: (word: string, limit: number) => FoundWords
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
  // Facts come behind all words.
  const selectWords = db.prepare<[string, string, number], { term: string; doc: number }>(
    'SELECT term, doc FROM temp.known_words WHERE term > ? AND term < ? LIMIT ?',
  )
  const selectTrigrams = db
    .prepare<[string, string, number], string>(
      'SELECT term FROM temp.known_trigrams WHERE term >= ? AND term < ? LIMIT ?',
    )
    .pluck()
  const selectSince = db
    .prepare<[number], string>('SELECT text FROM messages WHERE number > ?')
    .pluck()

  /** The newest message whose words are known; null before all were read once. */
  let upTo: number | null = null
  let known: WordTexts = new Map()
  let reading: { readonly upTo: number; readonly texts: WordTexts; last: string } | null = null
  const recent = new Set<string>()
  let recentText = BREAK

  function readSome(): boolean {
    if (upTo !== null) return false
    // Read first: what is written meanwhile is read again as new.
    reading ??= { upTo: selectNewest.get() ?? 0, texts: new Map(), last: '' }
    const rows = selectWords.all(reading.last, FACT_MARKS.code, SLICE)
    for (const { term, doc } of rows) addWord(reading.texts, term, doc)
    reading.last = rows.at(-1)?.term ?? ''
    if (rows.length === SLICE) return true
    known = reading.texts
    upTo = reading.upTo
    reading = null
    return false
  }

  function refresh(): void {
    const newest = selectNewest.get() ?? 0
    if (upTo !== null && newest - upTo > MAX_NEW_MESSAGES) forget()
    while (readSome());
    if (upTo !== null && newest > upTo) readSince(upTo)
    upTo = Math.max(newest, upTo ?? 0)
  }

  function readSince(number: number): void {
    for (const text of selectSince.iterate(number)) {
      for (const [word] of fold(text).matchAll(WORD)) {
        if (recent.has(word) || UNSPACED.test(word)) continue
        recent.add(word)
        recentText += word + BREAK
      }
    }
  }

  function lookFor(part: string, texts: readonly string[], limit: number): FoundWords {
    const found = new Set<string>()
    for (const text of texts) {
      let at = text.indexOf(part)
      while (at >= 0) {
        const start = text.lastIndexOf(BREAK, at + (part.startsWith(BREAK) ? 0 : -1)) + 1
        const end = text.indexOf(BREAK, at + part.length)
        const word = text.slice(start, end)
        if (found.size === limit && !found.has(word)) return { words: [...found], isAll: false }
        found.add(word)
        at = text.indexOf(part, end)
      }
    }
    return { words: [...found], isAll: true }
  }

  /** Those in most messages first. */
  function allTexts(): readonly string[] {
    const texts: string[] = []
    for (let frequency = 0; frequency < FREQUENCIES; frequency += 1)
      for (const one of known.values()) texts.push(one[frequency] ?? '')
    return [...texts, recentText]
  }

  function beginningWith(word: string, limit: number): FoundWords {
    const start = fold(word)
    return lookFor(BREAK + start, [...(known.get(start.charAt(0)) ?? []), recentText], limit)
  }

  function forget(): void {
    upTo = null
    reading = null
  }

  return {
    readSome,
    refresh,
    forget,
    beginningWith,
    containing: (word, limit) => lookFor(fold(word), allTexts(), limit),
    trigramsFrom: (start) => selectTrigrams.all(start, `${start}\u{10ffff}`, MAX_TRIGRAMS),
  }
}

function addWord(texts: WordTexts, word: string, messages: number): void {
  // Those are found by their trigrams, and are as many as there are sentences.
  if (UNSPACED.test(word)) return
  const first = word.charAt(0)
  let own = texts.get(first)
  if (own === undefined) texts.set(first, (own = new Array<string>(FREQUENCIES).fill(BREAK)))
  const frequency = FREQUENCIES - 1 - Math.floor(Math.log2(messages))
  own[frequency] = (own[frequency] ?? '') + word + BREAK
}
