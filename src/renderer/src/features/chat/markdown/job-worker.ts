/** What goes to a worker: one job at a time, named by a number. */
export interface JobRequest<Job> {
  readonly id: number
  readonly job: Job
}

/** What comes back. A job that threw has no result. */
export interface JobAnswer<Result> {
  readonly id: number
  readonly result: Result | null
}

/** The part of a worker, seen from inside, that this file needs. */
interface WorkerScope<Job> {
  addEventListener(
    type: 'message',
    listener: (event: { readonly data: JobRequest<Job> }) => void,
  ): void
  postMessage(message: unknown): void
}

/** Answers jobs as they come, in a worker. What throws is answered with null: whoever asked has a plain form to show. */
export function serveJobs<Job>(scope: WorkerScope<Job>, perform: (job: Job) => unknown): void {
  scope.addEventListener('message', ({ data: { id, job } }) => {
    let result: unknown = null
    try {
      result = perform(job)
    } catch {
      // Answered below.
    }
    scope.postMessage({ id, result } satisfies JobAnswer<unknown>)
  })
}
