// A thread for one job: a million messages are read or written without disturbing a reply. Everything it imports at run
// time is named with its extension and without an alias, so that Node can run this source as it is, which the tests do.
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type {
  ExportProgress,
  ExportRequest,
  ExportResult,
} from '@main/core/transfer/transfer-store'
import { FileSink } from './file-sink.ts'
import { faultOf } from './sqlite-fault.ts'
import type { FaultKind } from './sqlite-fault.ts'
import { writeExport } from './write-export.ts'

export interface TransferWorkerData {
  readonly database: string
  readonly job: TransferJob
  /** Shared; not 0 once the job is to end. */
  readonly cancelled: Int32Array
}
export interface TransferJob {
  readonly kind: 'export'
  readonly request: ExportRequest
}
export type TransferMessage =
  | { readonly kind: 'progress'; readonly progress: ExportProgress }
  | { readonly kind: 'done'; readonly result: ExportResult | null }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly fault: FaultKind | null; readonly error: unknown }

const PROGRESS_EVERY_MS = 150

const { database, job, cancelled } = workerData as TransferWorkerData

class Cancelled extends Error {}

function answer(message: TransferMessage): void {
  parentPort?.postMessage(message)
}

function createProgress(): (progress: ExportProgress) => void {
  let told = 0
  return (progress) => {
    if (Atomics.load(cancelled, 0) !== 0) throw new Cancelled()
    const now = performance.now()
    if (now - told < PROGRESS_EVERY_MS) return
    told = now
    answer({ kind: 'progress', progress })
  }
}

function runExport(request: ExportRequest): ExportResult | null {
  const db = new Database(database, { readonly: true, fileMustExist: true })
  try {
    const sink = new FileSink(request.file)
    try {
      const write = (text: string): void => sink.write(text)
      const written = writeExport(db, request, { write, progress: createProgress() })
      if (written !== null) return { written, bytes: sink.close() }
      sink.discard()
      return null
    } catch (error) {
      sink.discard()
      throw error
    }
  } finally {
    db.close()
  }
}

try {
  answer({ kind: 'done', result: runExport(job.request) })
} catch (error) {
  if (error instanceof Cancelled) answer({ kind: 'cancelled' })
  else answer({ kind: 'failed', fault: faultOf(error), error })
}
