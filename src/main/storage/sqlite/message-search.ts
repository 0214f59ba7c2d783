import type { Database } from 'better-sqlite3'
import type { SessionId } from '@shared/model/ids'
import type { SearchResult } from '@shared/model/search'
import type { SearchQuery } from '@main/core/search/search-store'
import { createFinder, findAll } from '../../core/search/find-matches.ts'
import type { TermFinder } from '../../core/search/find-matches.ts'
import { fold } from '../../core/search/fold-text.ts'
import type { SearchTerm } from '../../core/search/parse-query.ts'
import { rankGroups, showGroup } from '../../core/search/rank-results.ts'
import { Findings } from './findings.ts'
import {
  HAS_CODE,
  anyOf,
  isUnspaced,
  matchExpression,
  ofBots,
  ofSessions,
  phraseOf,
  trigramExpression,
} from './match-expression.ts'
import { toReaderBounds } from './visible-to.ts'
import { SearchStopped } from './search-clock.ts'
import type { SearchClock } from './search-clock.ts'
import type { SearchSessions } from './search-sessions.ts'
import { createSpanFinder } from './search-spans.ts'
import { createSearchStatements } from './search-statements.ts'
import type { MessageFilter } from './search-statements.ts'
import type { createSearchTitles } from './search-titles.ts'
import type { SearchVocabulary } from './search-vocabulary.ts'

/** With so many that have the words themselves, nobody looks for what has them inside others. */
const ENOUGH = 50
/** Fewer characters are in nearly every word. */
const SHORTEST_PART = 3
/** A word begun or a part of one stands for so many others at first, and for so many where that finds too little. */
const FEW_WORDS = 20
/** All words of a query share it: each of them is looked up by itself. */
const MANY_WORDS = 240
/** Titles that are looked at for one query. */
const MAX_TITLES_SEEN = 500
const MAX_TITLES = 200

type Answer = Omit<SearchResult, 'bots' | 'indexing'>
export interface SearchParts {
  readonly clock: SearchClock
  readonly vocabulary: SearchVocabulary
  readonly titles: ReturnType<typeof createSearchTitles>
  readonly sessions: SearchSessions
}

/** Answers queries from the indexes of migration 5. Synchronous: it runs in the search worker, on a connection that only reads. */
export function createMessageSearch(
  db: Database,
  { clock, vocabulary, titles, sessions }: SearchParts,
) {
  const statements = createSearchStatements(db, clock)
  const spansOf = createSpanFinder(db)

  /** The word, or the words it begins: they come newest first and reading may end early, which a begun word cannot. */
  function begunExpression(term: SearchTerm, limit: number): Expression {
    const [word = ''] = term.words
    if (!term.isPrefix || term.words.length > 1) return { match: phraseOf(term), isAll: true }
    const { words, isAll } = vocabulary.beginningWith(word, limit)
    // Folded another way than the index does it, perhaps; then the index decides.
    return words.length === 0 ? { match: phraseOf(term), isAll } : { match: anyOf(words), isAll }
  }

  /** The expression for one word inside others; null where there is no such word. */
  function partExpression(term: SearchTerm, limit: number): Expression | null {
    const [word = ''] = term.words
    const begun = begunExpression(term, limit)
    if (term.words.length > 1 || fold(word).length < SHORTEST_PART) return begun
    const { words, isAll } = vocabulary.containing(word, limit)
    if (words.length === 0) return null
    const match = isAll ? anyOf(words) : `(${begun.match} OR ${anyOf(words)})`
    return { match, isAll }
  }

  function findMessages(query: Asked, findings: Findings): void {
    const spaced = query.terms.filter((term) => !isUnspaced(term))
    const unspaced = query.terms.filter(isUnspaced)
    const unwanted = query.excluded.filter((term) => !isUnspaced(term)).map(phraseOf)
    const trigrams = unspaced.map((term) => trigramExpression(term, vocabulary.trigramsFrom))
    if (trigrams.includes(null)) return
    const looked = {
      query,
      findings,
      trigrams: matchExpression(
        trigrams.filter((one) => one !== null),
        [],
      ),
      unwanted,
      // Trigrams say less than the term, so what they find is looked at.
      wantedInside: unspaced.map(createFinder),
      unwantedInside: query.excluded.filter(isUnspaced).map(createFinder),
    }
    const few = spaced.map((term) => begunExpression(term, FEW_WORDS))
    collect({ ...looked, words: few })
    if (spaced.length === 0 || findings.size >= ENOUGH) {
      findings.missing(few)
      return
    }
    const limit = Math.ceil(MANY_WORDS / spaced.length)
    const parts = spaced.map((term) => partExpression(term, limit)).filter((part) => part !== null)
    if (parts.length < spaced.length) return
    collect({ ...looked, words: parts })
    findings.missing(parts)
  }

  function collect(look: Look): void {
    const { query, findings, trigrams, unwanted } = look
    if (query.botIds?.length === 0 || query.sessionIds?.length === 0) return
    const words = matchExpression(
      [...look.words.map(({ match }) => match), ...factsOf(query)],
      unwanted,
    )
    const bounds = {
      ...filterOf(query),
      unwanted: unwanted.length === 0 ? null : unwanted.join(' OR '),
    }
    for (const span of spansOf(query.after, query.before))
      for (const row of statements.messages(words, trigrams, { ...bounds, ...span }))
        if (passes(row.text, look) && !findings.add(row)) return
  }

  function findTitles(query: Asked, findings: Findings): void {
    const [first] = query.terms
    if (first === undefined || query.author !== null || query.hasCode) return
    const finders = query.terms.map(createFinder)
    const unwanted = query.excluded.map(createFinder)
    const filter = filterOf(query)
    let seen = 0
    for (const { sessionId, title, tags } of titles.having(longestWord(query.terms))) {
      clock.check()
      const updatedAt = statements.usedAt(sessionId, filter)
      // Before it is counted: how many there are that somebody may not see is nothing they should notice.
      if (updatedAt === null) continue
      seen += 1
      if (findings.titles.length === MAX_TITLES || seen > MAX_TITLES_SEEN) {
        findings.isComplete = false
        return
      }
      const named = [title, ...tags].join('\n')
      const all = findAll(named, finders)
      if (all === null || isAnyIn(named, unwanted)) continue
      const ranges = all.filter(({ offset, length }) => offset + length <= title.length)
      findings.titles.push({ sessionId, ranges, updatedAt })
    }
  }

  function search(asked: SearchQuery): Answer {
    vocabulary.refresh()
    titles.refresh()
    const findings = new Findings()
    const query: Asked = { ...asked, sessionIds: sessions.wantedBy(asked) }
    try {
      findTitles(query, findings)
      findMessages(query, findings)
    } catch (error) {
      if (!(error instanceof SearchStopped) || error.reason === 'cancelled') throw error
      findings.isComplete = false
    }
    const messages = findings.messages
    const groups = rankGroups(messages, findings.titles, query.terms.map(createFinder), query.now)
    const { offset, limit } = query
    return {
      groups: groups.slice(offset, offset + limit).flatMap((group) => {
        const session = statements.session(group.sessionId)
        return session === null
          ? []
          : [showGroup(session, group, sessions.visibilityIn(session.id))]
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

/** With the sessions that its tags, folders and archive stand for; null for all. */
interface Asked extends SearchQuery {
  readonly sessionIds: readonly SessionId[] | null
}

interface Expression {
  readonly match: string
  /** False where it stands for less than the term. */
  readonly isAll: boolean
}

interface Look {
  readonly query: Asked
  readonly findings: Findings
  readonly words: readonly Expression[]
  readonly trigrams: string | null
  readonly unwanted: readonly string[]
  readonly wantedInside: readonly TermFinder[]
  readonly unwantedInside: readonly TermFinder[]
}

/** Most titles that do not have all words do not have the longest one. */
function longestWord(terms: readonly SearchTerm[]): string {
  const words = terms.flatMap((term) => term.words).map(fold)
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '')
}

function passes(text: string, { wantedInside, unwantedInside }: Look): boolean {
  if (wantedInside.length === 0 && unwantedInside.length === 0) return true
  return findAll(text, wantedInside) !== null && !isAnyIn(text, unwantedInside)
}

function isAnyIn(text: string, finders: readonly TermFinder[]): boolean {
  return finders.some((find) => findAll(text, [find]) !== null)
}

/** What the index tells of messages beside their words. */
function factsOf({ hasCode, botIds, sessionIds }: Asked): readonly string[] {
  return [
    hasCode ? HAS_CODE : null,
    botIds === null ? null : ofBots(botIds),
    sessionIds === null ? null : ofSessions(sessionIds),
  ].filter((fact) => fact !== null)
}

function filterOf({
  reader,
  botIds,
  sessionIds,
  author,
  before,
  after,
  hasCode,
}: Asked): MessageFilter {
  return {
    ...toReaderBounds(reader),
    sessionIds: sessionIds === null ? null : JSON.stringify(sessionIds),
    botIds: botIds === null ? null : JSON.stringify(botIds),
    author,
    before,
    after,
    hasCode: hasCode ? 1 : 0,
  }
}
