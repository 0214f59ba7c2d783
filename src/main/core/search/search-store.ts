import type { FindResult } from '@shared/model/find'
import type { BotId, SessionId, Timestamp } from '@shared/model/ids'
import type { SearchResult } from '@shared/model/search'
import type { Reader } from '../access/standing'
import type { ParsedQuery } from './parse-query'

/** Full-text search over what is stored, up to date with every transaction. */
export interface SearchStore {
  /**
   * Rejects with `AppError('conflict')` where a newer search of the same searcher took its place, and with
   * `AppError('internal')` where it could not be made.
   */
  search(query: SearchQuery, searcher: object): Promise<Omit<SearchResult, 'bots'>>
  /** What is shown of one session; nothing where it is not there. Rejects as `search` does, and each replaces only its own kind. */
  find(query: FindQuery, searcher: object): Promise<FindResult>
  /**
   * Gets ready in the background, so that the first search is as fast as the next. What was stored before there was an index
   * is indexed first; meanwhile searches say how far that is.
   */
  prepare(): void
}

export interface FindQuery {
  readonly sessionId: SessionId
  readonly text: string
}

/** A query with its names resolved. */
export interface SearchQuery extends Omit<ParsedQuery, 'bots'> {
  /** Only what they may see is found. */
  readonly reader: Reader
  /** Null for all. */
  readonly botIds: readonly BotId[] | null
  /** Sessions a page. */
  readonly limit: number
  readonly offset: number
  /** For how recent something is. */
  readonly now: Timestamp
}
