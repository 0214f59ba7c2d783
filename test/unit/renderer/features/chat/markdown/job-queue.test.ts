import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { JobQueue } from '@renderer/features/chat/markdown/job-queue'
import type { JobWorker } from '@renderer/features/chat/markdown/job-queue'
import { serveJobs } from '@renderer/features/chat/markdown/job-worker'

/** A worker in this very thread that does a job when it is told to. */
class SteppedWorker implements JobWorker {
  onmessage: ((event: MessageEvent) => void) | null = null
  onerror: ((event: ErrorEvent) => void) | null = null
  readonly jobs: string[] = []
  isTerminated = false
  readonly #steps: (() => void)[] = []
  #listener: (event: { readonly data: { id: number; job: string } }) => void = () => undefined

  constructor() {
    serveJobs<string>(
      {
        addEventListener: (_, listener) => {
          this.#listener = listener
        },
        postMessage: (data) => this.onmessage?.(new MessageEvent('message', { data })),
      },
      (job) => {
        if (job === 'throw') throw new Error('It cannot be done.')
        return job.toUpperCase()
      },
    )
  }

  postMessage(data: { id: number; job: string }): void {
    this.jobs.push(data.job)
    this.#steps.push(() => this.#listener({ data }))
  }

  step(): void {
    this.#steps.shift()?.()
  }

  terminate(): void {
    this.isTerminated = true
  }
}

const workers: SteppedWorker[] = []
const answers: (string | null)[] = []
const answer = (result: string | null) => void answers.push(result)
let queue: JobQueue<string, string>

beforeEach(() => {
  vi.useFakeTimers()
  workers.length = 0
  answers.length = 0
  queue = new JobQueue(() => {
    const worker = new SteppedWorker()
    workers.push(worker)
    return worker
  })
})
afterEach(() => void vi.useRealTimers())

describe('a queue of jobs for a worker', () => {
  it('makes the worker for the first job, and gives it one job at a time', () => {
    expect(workers).toHaveLength(0)
    queue.ask('one', answer)
    queue.ask('two', answer)
    expect(workers[0]?.jobs).toEqual(['one'])
    workers[0]?.step()
    expect(workers[0]?.jobs).toEqual(['one', 'two'])
    workers[0]?.step()
    expect(answers).toEqual(['ONE', 'TWO'])
    expect(workers).toHaveLength(1)
  })

  it('never does what was called off before its turn, and drops what was called off during it', () => {
    const callOffFirst = queue.ask('one', answer)
    const callOffSecond = queue.ask('two', answer)
    queue.ask('three', answer)
    callOffFirst()
    callOffSecond()
    workers[0]?.step()
    workers[0]?.step()
    expect(workers[0]?.jobs).toEqual(['one', 'three'])
    expect(answers).toEqual(['THREE'])
  })

  it('answers null for a job that throws, and goes on', () => {
    queue.ask('throw', answer)
    queue.ask('two', answer)
    workers[0]?.step()
    workers[0]?.step()
    expect(answers).toEqual([null, 'TWO'])
  })

  it('gives up a job that does not end, and does the next in another worker', () => {
    queue.ask('endless', answer)
    queue.ask('two', answer)
    vi.advanceTimersByTime(5_000)
    expect(answers).toEqual([null])
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false])
    workers[1]?.step()
    expect(answers).toEqual([null, 'TWO'])
  })

  it('answers null where the worker cannot be loaded', () => {
    queue.ask('one', answer)
    workers[0]?.onerror?.(new ErrorEvent('error'))
    expect(answers).toEqual([null])
  })

  it('answers null where there are no workers', () => {
    const none = new JobQueue<string, string>(() => {
      throw new Error('Workers are not allowed here.')
    })
    none.ask('one', answer)
    none.ask('two', answer)
    expect(answers).toEqual([null, null])
  })

  it('ends a worker that nobody needs any more, and makes another for the next job', () => {
    queue.ask('one', answer)
    workers[0]?.step()
    vi.advanceTimersByTime(30_000)
    expect(workers[0]?.isTerminated).toBe(true)
    queue.ask('two', answer)
    workers[1]?.step()
    expect(answers).toEqual(['ONE', 'TWO'])
  })
})
