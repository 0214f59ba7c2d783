// A thread of its own: searching a million messages disturbs no reply. Everything it imports at run time is named with its
// extension and without an alias, so that Node can run this source as it is, which is what the tests do.
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { SearchResult } from '@shared/model/search'
import type { SearchQuery } from '@main/core/search/search-store'
import { createMessageSearch } from './message-search.ts'
import { SearchClock } from './search-clock.ts'

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

const { file, cancelled } = workerData as SearchWorkerData
const db = new Database(file, { readonly: true, fileMustExist: true })
const clock = new SearchClock(cancelled)
const search = createMessageSearch(db, clock)

function answer({ job, query }: SearchJob): SearchAnswer {
  try {
    clock.begin(job)
    return { job, result: search(query) }
  } catch (error) {
    return { job, error }
  }
}

parentPort?.on('message', (message: SearchJob | 'close') => {
  if (message === 'close') {
    db.close()
    parentPort?.close()
    return
  }
  parentPort?.postMessage(answer(message))
})
