// A thread of its own: searching a million messages disturbs no reply. Everything it imports at run time is named with its
// extension and without an alias, so that Node can run this source as it is, which is what the tests do.
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { SearchResult } from '@shared/model/search'
import type { SearchQuery } from '@main/core/search/search-store'
import { createMessageSearch } from './message-search.ts'
import { SearchClock } from './search-clock.ts'
import { SearchPreparation } from './search-preparation.ts'
import { createSearchTitles } from './search-titles.ts'
import { createSearchVocabulary } from './search-vocabulary.ts'

export interface SearchWorkerData {
  readonly file: string
  /** Shared; see `SearchClock`. */
  readonly cancelled: Int32Array
}
export interface SearchJob {
  readonly job: number
  readonly query: SearchQuery
}
export type SearchAnswer =
  | { readonly job: number; readonly result: Omit<SearchResult, 'bots'> }
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
const search = createMessageSearch(db, { clock, vocabulary, titles })
const preparation = new SearchPreparation(file, { db, vocabulary, titles }, (error) => {
  parentPort?.postMessage({ job: null, error } satisfies SearchAnswer)
})

function answer({ job, query }: SearchJob): SearchAnswer {
  try {
    clock.begin(job)
    return { job, result: { ...search(query), indexing: preparation.progress() } }
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
