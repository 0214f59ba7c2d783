// A thread of its own: searching a million messages disturbs no reply. Everything it imports at run time is named with its
// extension and without an alias, so that Node can run this source as it is, which is what the tests do.
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { SearchResult } from '@shared/model/search'
import type { FindResult } from '@shared/model/find'
import type { FindQuery, SearchQuery } from '@main/core/search/search-store'
import { createMessageSearch } from './message-search.ts'
import { SearchClock } from './search-clock.ts'
import { SearchPreparation } from './search-preparation.ts'
import { createSearchSessions } from './search-sessions.ts'
import { createSearchTitles } from './search-titles.ts'
import { createSearchVocabulary } from './search-vocabulary.ts'
import { createSessionFind } from './session-find.ts'

export interface SearchWorkerData {
  readonly file: string
  /** Shared; see `SearchClock`. */
  readonly cancelled: Int32Array
}
export type SearchTask =
  | { readonly kind: 'search'; readonly query: SearchQuery }
  | { readonly kind: 'find'; readonly query: FindQuery }
export interface SearchJob {
  readonly job: number
  readonly task: SearchTask
}
export type SearchAnswer =
  | { readonly job: number; readonly result: Omit<SearchResult, 'bots'> | FindResult }
  | { readonly job: number; readonly error: unknown }
  /** Of a job that nobody asked for: getting ready. */
  | { readonly job: null; readonly error: unknown }

const KEPT_IN_MEMORY_KIB = 16_384

const { file, cancelled } = workerData as SearchWorkerData
const db = new Database(file, { readonly: true, fileMustExist: true })
db.pragma(`cache_size = -${KEPT_IN_MEMORY_KIB}`)
const clock = new SearchClock(cancelled)
const vocabulary = createSearchVocabulary(db)
const titles = createSearchTitles(db)
const sessions = createSearchSessions(db)
const search = createMessageSearch(db, { clock, vocabulary, titles, sessions })
const find = createSessionFind(db, clock, sessions)
const preparation = new SearchPreparation(file, { db, vocabulary, titles }, (error) => {
  parentPort?.postMessage({ job: null, error } satisfies SearchAnswer)
})

function answer({ job, task }: SearchJob): SearchAnswer {
  try {
    clock.begin(job)
    if (task.kind === 'find') return { job, result: find(task.query) }
    return { job, result: { ...search(task.query), indexing: preparation.progress() } }
  } catch (error) {
    return { job, error }
  }
}

parentPort?.on('message', (message: SearchJob | 'close') => {
  if (message === 'close') {
    preparation.close()
    db.close()
    parentPort?.close()
    return
  }
  parentPort?.postMessage(answer(message))
})
preparation.begin()
