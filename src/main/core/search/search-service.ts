import type { CommandInput } from '@shared/contract/commands'
import type { Bot } from '@shared/model/bot'
import type { FindResult } from '@shared/model/find'
import type { BotId } from '@shared/model/ids'
import type { SearchResult } from '@shared/model/search'
import type { Reader } from '../access/standing'
import type { BotService } from '../bots/bot-service'
import type { Viewer } from '../events/viewer'
import { createFinder, findAll } from './find-matches'
import { fold } from './fold-text'
import { parseQuery } from './parse-query'
import type { ParsedQuery } from './parse-query'
import type { SearchStore } from './search-store'

export interface SearchServiceDeps {
  readonly store: SearchStore
  readonly bots: Pick<BotService, 'list'>
  readonly now: () => number
}

const NOTHING: SearchResult = {
  bots: [],
  groups: [],
  messageCount: 0,
  sessionCount: 0,
  isExact: true,
  hasMore: false,
  indexing: null,
}

/** Finds what was said, and where. */
export class SearchService {
  readonly #deps: SearchServiceDeps

  constructor(deps: SearchServiceDeps) {
    this.#deps = deps
  }

  /** Rejects with `conflict` where a newer one of the same searcher took its place. */
  async search(
    { query, botId, limit, offset }: CommandInput<'messages.search'>,
    reader: Reader,
    searcher: object,
  ): Promise<SearchResult> {
    const { bots: typed, ...parsed } = parseQuery(query)
    if (typed.length === 0 && isEmpty(parsed)) return NOTHING
    const botIds = this.#resolve(typed, botId, reader)
    const now = this.#deps.now()
    const found = await this.#deps.store.search(
      { ...parsed, reader, botIds, limit, offset, now },
      searcher,
    )
    return { ...found, bots: offset === 0 ? this.#botsNamed(parsed, botIds, reader) : [] }
  }

  /** Finds a text in what is shown of one session. Rejects with `conflict` where a newer one took its place. */
  async find(
    { sessionId, query }: CommandInput<'messages.find'>,
    viewer: Viewer,
  ): Promise<FindResult> {
    if (query.trim() === '') return { matches: [], isExact: true }
    return this.#deps.store.find({ sessionId, text: query }, viewer)
  }

  #resolve(
    typed: readonly string[],
    botId: BotId | undefined,
    reader: Reader,
  ): readonly BotId[] | null {
    const chosen = botId === undefined ? null : [botId]
    if (typed.length === 0) return chosen
    const bots = this.#botsOf(reader)
    const named = new Set(typed.flatMap((name) => idsOf(name, bots)))
    return chosen?.filter((id) => named.has(id)) ?? [...named]
  }

  /** Those that the reader knows of. */
  #botsOf({ hiddenBots }: Reader): Bot[] {
    return this.#deps.bots.list().filter(({ id }) => !hiddenBots.includes(id))
  }

  #botsNamed(
    query: Omit<ParsedQuery, 'bots'>,
    botIds: readonly BotId[] | null,
    reader: Reader,
  ): SearchResult['bots'] {
    const { terms, excluded } = query
    if (terms.length === 0 || hasFilter(query)) return []
    const finders = terms.map(createFinder)
    const unwanted = excluded.map(createFinder)
    return this.#botsOf(reader)
      .filter(({ id }) => botIds?.includes(id) ?? true)
      .filter(({ name }) => !unwanted.some((find) => findAll(name, [find]) !== null))
      .flatMap(({ id, name }) => {
        const ranges = findAll(name, finders)
        return ranges === null ? [] : [{ botId: id, nameRanges: [...ranges] }]
      })
  }
}

function isEmpty(query: Omit<ParsedQuery, 'bots'>): boolean {
  return query.terms.length + query.excluded.length === 0 && !hasFilter(query)
}

/** Whether it asks for certain messages or sessions, beside those of certain bots. */
function hasFilter(query: Omit<ParsedQuery, 'bots'>): boolean {
  const { author, before, after, hasCode, tags, folders, isArchived } = query
  const isAboutMessages = author !== null || before !== null || after !== null || hasCode
  return isAboutMessages || isArchived || tags.length + folders.length > 0
}

/** By id, else by the whole name, else by part of it. */
function idsOf(typed: string, bots: readonly Bot[]): readonly BotId[] {
  const wanted = fold(typed)
  const ranked = [
    bots.filter(({ id }) => fold(id) === wanted),
    bots.filter(({ name }) => fold(name) === wanted),
    bots.filter(({ name }) => fold(name).includes(wanted)),
  ]
  return (ranked.find((some) => some.length > 0) ?? []).map(({ id }) => id)
}
