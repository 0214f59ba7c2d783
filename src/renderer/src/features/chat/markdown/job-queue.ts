import type { JobAnswer, JobRequest } from './job-worker'

const LONGEST_JOB_MS = 5_000
/** A worker that nobody needed for so long is ended; its memory goes with it. */
const IDLE_MS = 30_000

/** The part of a Worker, seen from the page, that this file needs. */
export interface JobWorker {
  onmessage: ((event: MessageEvent) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  postMessage(message: unknown): void
  terminate(): void
}

interface Waiting<Job, Result> {
  readonly job: Job
  readonly answer: (result: Result | null) => void
}

/**
 * Hands jobs to a worker one by one, in the order they came. The worker is made for the first job. A job that was taken back
 * before its turn is never sent, so text that grows leaves no queue behind it.
 */
export class JobQueue<Job, Result> {
  readonly #open: () => JobWorker
  readonly #longestMs: number
  readonly #waiting = new Set<Waiting<Job, Result>>()
  #worker: JobWorker | null = null
  #current: (Waiting<Job, Result> & { readonly id: number }) | null = null
  #count = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** A job that takes longer is given up, with the worker that is stuck in it: a pattern may run for ever on hostile text. */
  constructor(open: () => JobWorker, longestMs = LONGEST_JOB_MS) {
    this.#open = open
    this.#longestMs = longestMs
  }

  /** Asks for a job. `answer` gets its result, null where there is none, unless the returned function was called before. */
  ask(job: Job, answer: (result: Result | null) => void): () => void {
    const entry: Waiting<Job, Result> = { job, answer: (result) => isWanted && answer(result) }
    let isWanted = true
    this.#waiting.add(entry)
    this.#next()
    return () => {
      isWanted = false
      this.#waiting.delete(entry)
    }
  }

  #next(): void {
    const [entry] = this.#waiting
    if (this.#current !== null || entry === undefined) return
    this.#waiting.delete(entry)
    this.#count += 1
    this.#current = { ...entry, id: this.#count }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#giveUp(), this.#longestMs)
    try {
      this.#worker ??= this.#opened()
      this.#worker.postMessage({ id: this.#count, job: entry.job } satisfies JobRequest<Job>)
    } catch {
      // There are no workers here.
      this.#giveUp()
    }
  }

  #opened(): JobWorker {
    const worker = this.#open()
    worker.onmessage = ({ data }: MessageEvent<JobAnswer<Result>>) => {
      if (data.id === this.#current?.id) this.#finish(data.result)
    }
    // Its script did not load, or it died.
    worker.onerror = () => this.#giveUp()
    return worker
  }

  #giveUp(): void {
    this.#end()
    this.#finish(null)
  }

  #finish(result: Result | null): void {
    const done = this.#current
    this.#current = null
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#end(), IDLE_MS)
    done?.answer(result)
    this.#next()
  }

  #end(): void {
    this.#worker?.terminate()
    this.#worker = null
  }
}
