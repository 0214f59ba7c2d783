import type { Database } from 'better-sqlite3'
import type { SearchResult } from '@shared/model/search'
import type { SearchQuery } from '@main/core/search/search-store'
import { createFinder, findAll } from '../../core/search/find-matches.ts'
import type { TermFinder } from '../../core/search/find-matches.ts'
import { fold } from '../../core/search/fold-text.ts'
import type { SearchTerm } from '../../core/search/parse-query.ts'
import { rankGroups, showGroup } from '../../core/search/rank-results.ts'
import type { FoundMessage, FoundTitle } from '../../core/search/rank-results.ts'
import {
  anyOf,
  isUnspaced,
  matchExpression,
  phraseOf,
  trigramExpression,
} from './match-expression.ts'
import { SearchStopped } from './search-clock.ts'
import type { SearchClock } from './search-clock.ts'
import { createSearchStatements } from './search-statements.ts'
import type { MessageFilter } from './search-statements.ts'
import { createSearchVocabulary } from './search-vocabulary.ts'

/** The newest of what matches are ranked; beyond that, counts are "at least". */
const MAX_FOUND = 500
/** With so many that have the words themselves, nobody looks for what has them inside others. */
const ENOUGH = 50
/** Fewer characters are in nearly every word. */
const SHORTEST_PART = 3

type Answer = Omit<SearchResult, 'bots'>

/** Collects messages until there are enough. */
class Findings {
  readonly messages = new Map<number, FoundMessage>()
  isComplete = true

  /** False where there is no room left. */
  add(number: number, message: FoundMessage): boolean {
    if (this.messages.has(number)) return true
    if (this.messages.size === MAX_FOUND) {
      this.isComplete = false
      return false
    }
    this.messages.set(number, message)
    return true
  }
}

/** Answers queries from the indexes of migration 3. Synchronous: it runs in the search worker, on a connection that only reads. */
export function createMessageSearch(db: Database, clock: SearchClock) {
  const statements = createSearchStatements(db, clock)
  const vocabulary = createSearchVocabulary(db)

  /** The expression for one word: with the words it begins, where they are few, since they come newest first and may end early. */
  function wordExpression(term: SearchTerm): string {
    const [word = ''] = term.words
    if (!term.isPrefix || term.words.length > 1) return phraseOf(term)
    const words = vocabulary.beginningWith(word)
    // Folded another way than the index does it, perhaps; then the index decides.
    return words === null || words.length === 0 ? phraseOf(term) : anyOf(words)
  }

  /** Two letters begin too many words to gather all that have one: first those that have just the letters. */
  function quickExpression(term: SearchTerm): string {
    const [word = ''] = term.words
    const isVague = term.isPrefix && vocabulary.beginningWith(word) === null
    return isVague ? phraseOf({ ...term, isPrefix: false }) : wordExpression(term)
  }

  /** The expression for one word inside others; null where there is no such word. */
  function partExpression(term: SearchTerm): string | null {
    const [word = ''] = term.words
    if (term.words.length > 1 || fold(word).length < SHORTEST_PART) return wordExpression(term)
    const words = vocabulary.containing(word)
    return words.length === 0 ? null : anyOf(words)
  }

  function findMessages(query: SearchQuery, findings: Findings): void {
    const filter = filterOf(query)
    const spaced = query.terms.filter((term) => !isUnspaced(term))
    const unspaced = query.terms.filter(isUnspaced)
    const unwanted = query.excluded.filter((term) => !isUnspaced(term)).map(phraseOf)
    const trigrams = unspaced.map((term) => trigramExpression(term, vocabulary.trigramsFrom))
    if (trigrams.includes(null)) return
    const looked = {
      findings,
      filter,
      trigrams: matchExpression(
        trigrams.filter((one) => one !== null),
        [],
      ),
      unwanted,
      // Trigrams say less than the term, so what they find is looked at.
      wantedInside: unspaced.map(createFinder),
      unwantedInside: query.excluded.filter(isUnspaced).map(createFinder),
    }
    const quick = spaced.map(quickExpression)
    collect({ ...looked, words: quick })
    if (spaced.length === 0 || findings.messages.size >= ENOUGH) return
    const whole = spaced.map(wordExpression)
    if (whole.join() !== quick.join()) collect({ ...looked, words: whole })
    const parts = spaced.map(partExpression)
    if (parts.includes(null) || findings.messages.size >= ENOUGH) return
    collect({ ...looked, words: parts.filter((one) => one !== null) })
  }

  function collect(look: Look): void {
    const { findings, filter, trigrams, unwanted } = look
    const words = matchExpression(look.words, unwanted)
    const bounds = { ...filter, unwanted: unwanted.length === 0 ? null : unwanted.join(' OR ') }
    for (const row of statements.messages(words, trigrams, bounds)) {
      if (!passes(row.text, look)) continue
      const message: FoundMessage = {
        id: row.id,
        sessionId: row.session_id,
        seq: row.seq,
        author: row.author,
        text: row.text,
        createdAt: row.created_at,
      }
      if (!findings.add(row.number, message)) return
    }
  }

  function findTitles(query: SearchQuery, titles: FoundTitle[]): void {
    if (query.terms.length === 0 || query.author !== null || query.hasCode) return
    const finders = query.terms.map(createFinder)
    const unwanted = query.excluded.map(createFinder)
    for (const { id, title, updated_at: updatedAt } of statements.titles(filterOf(query))) {
      const ranges = findAll(title, finders)
      if (ranges === null || isAnyIn(title, unwanted)) continue
      titles.push({ sessionId: id, ranges, updatedAt })
    }
  }

  function search(query: SearchQuery): Answer {
    vocabulary.refresh()
    const findings = new Findings()
    const titles: FoundTitle[] = []
    try {
      findTitles(query, titles)
      findMessages(query, findings)
    } catch (error) {
      if (!(error instanceof SearchStopped) || error.reason === 'cancelled') throw error
      findings.isComplete = false
    }
    const messages = [...findings.messages.values()]
    const groups = rankGroups(messages, titles, query.terms.map(createFinder), query.now)
    const { offset, limit } = query
    return {
      groups: groups.slice(offset, offset + limit).flatMap((group) => {
        const session = statements.session(group.sessionId)
        return session === null ? [] : [showGroup(session, group)]
      }),
      messageCount: messages.length,
      sessionCount: groups.length,
      isExact: findings.isComplete,
      hasMore: groups.length > offset + limit,
    }
  }

  /** All of one search reads the same moment. */
  return db.transaction(search)
}

interface Look {
  readonly findings: Findings
  readonly filter: MessageFilter
  readonly words: readonly string[]
  readonly trigrams: string | null
  readonly unwanted: readonly string[]
  readonly wantedInside: readonly TermFinder[]
  readonly unwantedInside: readonly TermFinder[]
}

function passes(text: string, { wantedInside, unwantedInside }: Look): boolean {
  if (wantedInside.length === 0 && unwantedInside.length === 0) return true
  return findAll(text, wantedInside) !== null && !isAnyIn(text, unwantedInside)
}

function isAnyIn(text: string, finders: readonly TermFinder[]): boolean {
  return finders.some((find) => findAll(text, [find]) !== null)
}

function filterOf({ botIds, author, before, after, hasCode }: SearchQuery): MessageFilter {
  return {
    botIds: botIds === null ? null : JSON.stringify(botIds),
    author,
    before,
    after,
    hasCode: hasCode ? 1 : 0,
  }
}
