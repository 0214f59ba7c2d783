import { Worker } from 'node:worker_threads'
import { AppError } from '@shared/contract/app-error'
import type { ImportFindings } from '@shared/model/transfer'
import type { Logger } from '@main/core/logging/logger'
import type {
  ExportProgress,
  ExportRequest,
  ExportResult,
  ImportProgress,
  ImportRequest,
  ImportResult,
  TransferStore,
} from '@main/core/transfer/transfer-store'
import { faultError } from './sqlite-fault'
import type { FaultKind } from './sqlite-fault'
import type {
  TransferJob,
  TransferMessage,
  TransferResult,
  TransferWorkerData,
} from './transfer-worker'
import { workerArguments, workerFile } from './worker-file'
import { createLeaseMemory, lend, wantBack } from './writer-lease'

/** What an import needs of the connection that everybody else writes with. */
export interface LentWriter {
  /** See `TransactionQueue.lend`. */
  lend(wantBack: () => void): () => void
  /** Whether it writes the log back into the file by itself. */
  setCheckpoints(on: boolean): void
}
interface Running {
  readonly worker: Worker
  readonly lease: Int32Array
  readonly gone: Promise<unknown>
  readonly cancel: () => void
}
type Progress<T> = (progress: T) => void

/** Gives each job a thread of its own, which ends with it. */
export class TransferClient implements TransferStore {
  readonly #file: string
  readonly #log: Logger
  readonly #writer: LentWriter
  readonly #running = new Set<Running>()
  #isClosed = false

  constructor(file: string, log: Logger, writer: LentWriter) {
    this.#file = file
    this.#log = log
    this.#writer = writer
  }

  async export(
    request: ExportRequest,
    progress: Progress<ExportProgress>,
    signal: AbortSignal,
  ): Promise<ExportResult> {
    const result = await this.#run({ kind: 'export', request }, progress, signal)
    if (result === null) throw new AppError('not_found', 'What was to be exported is not there.')
    return result as ExportResult
  }

  async check(
    file: string,
    progress: Progress<ImportProgress>,
    signal: AbortSignal,
  ): Promise<ImportFindings> {
    return (await this.#run({ kind: 'check', file }, progress, signal)) as ImportFindings
  }

  async import(
    request: ImportRequest,
    progress: Progress<ImportProgress>,
    signal: AbortSignal,
  ): Promise<ImportResult> {
    this.#writer.setCheckpoints(false)
    try {
      return (await this.#run({ kind: 'import', request }, progress, signal)) as ImportResult
    } finally {
      this.#writer.setCheckpoints(true)
    }
  }

  /** The threads let go of the file before this resolves. */
  async close(): Promise<void> {
    this.#isClosed = true
    const running = [...this.#running]
    for (const job of running) job.cancel()
    await Promise.all(running.map(({ gone }) => gone))
  }

  /** The job's kind says which progress and which result it has. */
  #run<T>(job: TransferJob, progress: Progress<T>, signal: AbortSignal): Promise<TransferResult> {
    if (this.#isClosed) throw stopped()
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      const { worker, lease, cancel } = this.#start(job)
      const returned = this.#lendTo(worker, lease)
      signal.addEventListener('abort', cancel, { once: true })
      let hasTold = false
      worker.on('message', (message: TransferMessage) => {
        hasTold ||= isEnd(message)
        if (message.kind === 'progress') progress(message.progress as T)
        else if (message.kind === 'done') resolve(message.result)
        else if (message.kind === 'problem') reject(unreadable(message.what, message.place))
        else if (message.kind === 'failed') reject(this.#failure(message.error, message.fault))
        else if (message.kind === 'cancelled')
          reject(signal.aborted ? (signal.reason as Error) : stopped())
      })
      worker.on('error', (error) => {
        hasTold = true
        reject(this.#failure(error))
      })
      worker.on('exit', () => {
        returned()
        signal.removeEventListener('abort', cancel)
        if (!hasTold) reject(this.#failure(new Error('The transfer worker is gone.')))
      })
    })
  }

  /** Hands the writer over when the worker wants it; answers what takes it back from one that is gone. */
  #lendTo(worker: Worker, lease: Int32Array): () => void {
    let takeBack: (() => void) | null = null
    const returned = (): void => {
      takeBack?.()
      takeBack = null
    }
    worker.on('message', ({ kind }: TransferMessage) => {
      if (kind === 'returned') returned()
      if (kind !== 'want') return
      takeBack = this.#writer.lend(() => wantBack(lease))
      lend(lease)
    })
    return returned
  }

  #start(job: TransferJob): Running {
    const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const lease = createLeaseMemory()
    const workerData: TransferWorkerData = { database: this.#file, job, cancelled, lease }
    const file = workerFile('transfer-worker')
    const worker = new Worker(file, { workerData, execArgv: workerArguments(file) })
    const running: Running = {
      worker,
      lease,
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
    return new AppError('internal', 'The file could not be read or written. Try again.', {
      cause: error,
    })
  }
}

function isEnd({ kind }: TransferMessage): boolean {
  return kind !== 'progress' && kind !== 'want' && kind !== 'returned'
}

function unreadable(what: string, place: string): AppError {
  return new AppError('invalid_input', `${what} (${place}). Nothing was imported.`)
}

function stopped(): AppError {
  return new AppError('internal', 'Port 8000 is stopping.')
}
