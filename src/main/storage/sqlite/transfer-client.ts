import { Worker } from 'node:worker_threads'
import { AppError } from '@shared/contract/app-error'
import type { Logger } from '@main/core/logging/logger'
import type {
  ExportProgress,
  ExportRequest,
  ExportResult,
  TransferStore,
} from '@main/core/transfer/transfer-store'
import { faultError } from './sqlite-fault'
import type { FaultKind } from './sqlite-fault'
import { workerArguments, workerFile } from './worker-file'
import type { TransferJob, TransferMessage, TransferWorkerData } from './transfer-worker'

interface Running {
  readonly worker: Worker
  readonly gone: Promise<unknown>
  readonly cancel: () => void
}

/** Gives each job a thread of its own, which ends with it. */
export class TransferClient implements TransferStore {
  readonly #file: string
  readonly #log: Logger
  readonly #running = new Set<Running>()
  #isClosed = false

  constructor(file: string, log: Logger) {
    this.#file = file
    this.#log = log
  }

  async export(
    request: ExportRequest,
    progress: (progress: ExportProgress) => void,
    signal: AbortSignal,
  ): Promise<ExportResult> {
    const result = await this.#run({ kind: 'export', request }, progress, signal)
    if (result === null) throw new AppError('not_found', 'What was to be exported is not there.')
    return result
  }

  /** The threads let go of the file before this resolves. */
  async close(): Promise<void> {
    this.#isClosed = true
    const running = [...this.#running]
    for (const job of running) job.cancel()
    await Promise.all(running.map(({ gone }) => gone))
  }

  #run(
    job: TransferJob,
    progress: (progress: ExportProgress) => void,
    signal: AbortSignal,
  ): Promise<ExportResult | null> {
    if (this.#isClosed) throw stopped()
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      const { worker, cancel } = this.#start(job)
      signal.addEventListener('abort', cancel, { once: true })
      worker.on('message', (message: TransferMessage) => {
        if (message.kind === 'progress') progress(message.progress)
        else if (message.kind === 'done') resolve(message.result)
        else if (message.kind === 'failed') reject(this.#failure(message.error, message.fault))
        else reject(signal.aborted ? (signal.reason as Error) : stopped())
      })
      worker.on('error', (error) => reject(this.#failure(error)))
      // Does nothing where the job has told how it ended.
      worker.on('exit', () => {
        signal.removeEventListener('abort', cancel)
        reject(this.#failure(new Error('The transfer worker is gone.')))
      })
    })
  }

  #start(job: TransferJob): Running {
    const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const workerData: TransferWorkerData = { database: this.#file, job, cancelled }
    const file = workerFile('transfer-worker')
    const worker = new Worker(file, { workerData, execArgv: workerArguments(file) })
    const running: Running = {
      worker,
      gone: new Promise((resolve) => worker.once('exit', resolve)),
      cancel: () => Atomics.store(cancelled, 0, 1),
    }
    this.#running.add(running)
    worker.once('exit', () => this.#running.delete(running))
    return running
  }

  #failure(error: unknown, fault: FaultKind | null = null): AppError {
    if (fault !== null) return faultError(fault, error)
    this.#log.error('transfer failed', { error })
    return new AppError('internal', 'The file could not be written. Try again.', { cause: error })
  }
}

function stopped(): AppError {
  return new AppError('internal', 'Port 8000 is stopping.')
}
