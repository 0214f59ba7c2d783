import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { AppError } from '@shared/contract/app-error'
import type { Logger } from '@main/core/logging/logger'
import type { FindQuery, SearchQuery, SearchStore } from '@main/core/search/search-store'
import { workerArguments, workerFile } from './worker-file'
import type { SearchAnswer, SearchJob, SearchTask, SearchWorkerData } from './search-worker'

interface Waiting {
  readonly job: number
  readonly task: SearchTask
  readonly searcher: object
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

const FEW_MESSAGES = 20_000

/**
 * Sends searches to the worker, one at a time. The thread begins with the first search, and begins again with the next one
 * after it died.
 */
export class SearchClient implements SearchStore {
  readonly #db: Database
  readonly #file: string
  readonly #log: Logger
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  #worker: Worker | null = null
  #waiting: Waiting[] = []
  #running: Waiting | null = null
  #lastJob = 0
  #isClosed = false

  /** `db` is only asked how much there is; the thread has connections of its own. */
  constructor(db: Database, log: Logger) {
    this.#db = db
    this.#file = db.name
    this.#log = log
  }

  search(query: SearchQuery, searcher: object): ReturnType<SearchStore['search']> {
    return this.#ask({ kind: 'search', query }, searcher)
  }

  find(query: FindQuery, searcher: object): ReturnType<SearchStore['find']> {
    return this.#ask({ kind: 'find', query }, searcher)
  }

  /** The worker answers each kind of task with the result of its own, which the compiler cannot see through messages. */
  #ask<T>(task: SearchTask, searcher: object): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(stopped())
        return
      }
      this.#giveUpOlder(task.kind, searcher)
      this.#waiting.push({
        job: ++this.#lastJob,
        task,
        searcher,
        resolve: (result) => resolve(result as T),
        reject,
      })
      this.#next()
    })
  }

  /** Begins the thread, which gets ready by itself. */
  prepare(): void {
    if (this.#isClosed || this.#worker !== null) return
    try {
      if (!needsPreparation(this.#db)) return
      this.#worker = this.#start()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** The thread lets go of the file before this resolves. */
  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#worker
    this.#worker = null
    for (const search of this.#waiting) search.reject(stopped())
    this.#waiting = []
    if (this.#running) Atomics.store(this.#cancelled, 0, this.#running.job)
    this.#running?.reject(stopped())
    this.#running = null
    if (worker === null) return
    const gone = new Promise((resolve) => worker.once('exit', resolve))
    worker.removeAllListeners('error')
    worker.on('error', () => undefined)
    worker.ref()
    worker.postMessage('close')
    await gone
  }

  #giveUpOlder(kind: SearchTask['kind'], searcher: object): void {
    const isOlder = (other: Waiting) => other.searcher === searcher && other.task.kind === kind
    for (const search of this.#waiting.filter(isOlder)) search.reject(replaced())
    this.#waiting = this.#waiting.filter((other) => !isOlder(other))
    if (this.#running !== null && isOlder(this.#running))
      Atomics.store(this.#cancelled, 0, this.#running.job)
  }

  #next(): void {
    const next = this.#running === null ? this.#waiting.shift() : undefined
    if (next === undefined) return
    this.#running = next
    const job: SearchJob = { job: next.job, task: next.task }
    try {
      this.#worker ??= this.#start()
      this.#worker.postMessage(job)
    } catch (error) {
      this.#fail(error)
    }
  }

  #start(): Worker {
    const workerData: SearchWorkerData = { file: this.#file, cancelled: this.#cancelled }
    const file = workerFile('search-worker')
    const worker = new Worker(file, { workerData, execArgv: workerArguments(file) })
    // It holds nothing that the process would have to wait for.
    worker.unref()
    worker.on('message', (answer: SearchAnswer) => this.#answer(answer))
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#fail(error)
    })
    worker.on('exit', () => {
      if (this.#worker === worker) this.#fail(new Error('The search worker is gone.'))
    })
    return worker
  }

  #answer(answer: SearchAnswer): void {
    if (answer.job === null) {
      this.#log.warn('search index not finished', { error: answer.error })
      return
    }
    const search = this.#running
    if (search?.job !== answer.job) return
    this.#running = null
    if (Atomics.load(this.#cancelled, 0) === answer.job) search.reject(replaced())
    else if ('result' in answer) search.resolve(answer.result)
    else {
      this.#log.error('search failed', { error: answer.error })
      search.reject(failed())
    }
    this.#next()
  }

  /** The thread is gone: what it was at cannot be answered, the next one gets a new thread. */
  #fail(error: unknown): void {
    this.#log.error('search worker failed', { error })
    void this.#worker?.terminate()
    this.#worker = null
    this.#running?.reject(failed())
    this.#running = null
    this.#next()
  }
}

/** A thread costs memory; where there is little, the first search does without. */
function needsPreparation(db: Database): boolean {
  const select = db.prepare<[number], 0 | 1>(`
    SELECT indexed_from > 0 OR coalesce((SELECT max(number) FROM messages), 0) > ? FROM search_progress
  `)
  return select.pluck().get(FEW_MESSAGES) === 1
}

function replaced(): AppError {
  return new AppError('conflict', 'A newer search took the place of this one.')
}
function failed(): AppError {
  return new AppError('internal', 'The search could not be made. Try again.')
}
function stopped(): AppError {
  return new AppError('internal', 'Port 8000 is stopping.')
}
