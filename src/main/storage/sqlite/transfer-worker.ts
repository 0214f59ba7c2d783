// A thread for one job: a million messages are read or written without disturbing a reply. Everything it imports at run
// time is named with its extension and without an alias, so that Node can run this source as it is, which the tests do.
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { ImportFindings } from '@shared/model/transfer'
import type {
  ExportProgress,
  ExportRequest,
  ExportResult,
  ImportProgress,
  ImportRequest,
  ImportResult,
} from '@main/core/transfer/transfer-store'
import { ImportProblem } from '../../core/transfer/import/import-problem.ts'
import type { ImportReader } from '../../core/transfer/import/import-items.ts'
import { checkImport } from './check-import.ts'
import { FileSink } from './file-sink.ts'
import { openImport } from './open-import.ts'
import { PictureFolder } from './picture-folder.ts'
import { runImport } from './run-import.ts'
import { faultOf } from './sqlite-fault.ts'
import type { FaultKind } from './sqlite-fault.ts'
import { writeExport } from './write-export.ts'
import { WriterLease } from './writer-lease.ts'

export interface TransferWorkerData {
  readonly database: string
  readonly job: TransferJob
  /** Shared; not 0 once the job is to end. */
  readonly cancelled: Int32Array
  /** Shared; see `WriterLease`. */
  readonly lease: Int32Array
}
export type TransferJob =
  | { readonly kind: 'export'; readonly request: ExportRequest }
  | { readonly kind: 'check'; readonly file: string }
  | { readonly kind: 'import'; readonly request: ImportRequest }
export type TransferResult = ExportResult | ImportResult | ImportFindings | null
export type TransferMessage =
  | { readonly kind: 'progress'; readonly progress: ExportProgress | ImportProgress }
  | { readonly kind: 'done'; readonly result: TransferResult }
  | { readonly kind: 'want' | 'returned' | 'cancelled' }
  /** What is wrong with a file, for the person who chose it. */
  | { readonly kind: 'problem'; readonly what: string; readonly place: string }
  | { readonly kind: 'failed'; readonly fault: FaultKind | null; readonly error: unknown }

const PROGRESS_EVERY_MS = 150
/** Pages of the index that is written to stay in memory between two pieces. */
const CACHE_KIB = 65_536

const { database, job, cancelled, lease: leaseMemory } = workerData as TransferWorkerData

const pictures = new PictureFolder(dirname(database))

class Cancelled extends Error {}

function answer(message: TransferMessage): void {
  parentPort?.postMessage(message)
}

/** Tells now and then how far it is; throws where nobody wants it any more. */
function createProgress(): (make: () => ExportProgress | ImportProgress) => void {
  let told = 0
  return (make) => {
    if (Atomics.load(cancelled, 0) !== 0) throw new Cancelled()
    const now = performance.now()
    if (now - told < PROGRESS_EVERY_MS) return
    told = now
    answer({ kind: 'progress', progress: make() })
  }
}

function runExport(request: ExportRequest): ExportResult | null {
  const db = new Database(database, { readonly: true, fileMustExist: true })
  try {
    const sink = new FileSink(request.file)
    try {
      const tell = createProgress()
      const written = writeExport(db, request, {
        write: (text) => sink.write(text),
        progress: (progress) => tell(() => progress),
        readPicture: (hash) => pictures.read(hash),
      })
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

function check(file: string): ImportFindings {
  return reading(file, (reader, fractionOf) => {
    const db = new Database(database, { readonly: true, fileMustExist: true })
    try {
      const tell = createProgress()
      return checkImport({ db, pictures }, reader, (position) =>
        tell(() => ({ fraction: fractionOf(position), written: { sessions: 0, messages: 0 } })),
      )
    } finally {
      db.close()
    }
  })
}

function bringIn({ file, target, now }: ImportRequest): ImportResult {
  return reading(file, (reader, fractionOf) => {
    const db = new Database(database, { fileMustExist: true })
    try {
      db.pragma('synchronous = NORMAL')
      db.pragma(`cache_size = -${CACHE_KIB}`)
      // This thread writes the log back by itself, while the writer is free.
      db.pragma('wal_autocheckpoint = 0')
      // Bots and folders come last, together with everything becoming visible.
      db.pragma('foreign_keys = OFF')
      const lease = new WriterLease(db, leaseMemory, (kind) => answer({ kind }))
      const tell = createProgress()
      const result = runImport(
        { db, lease, pictures, now },
        reader,
        { target },
        (position, written) =>
          tell(() => ({ fraction: fractionOf(position), written: { ...written } })),
      )
      db.pragma('wal_checkpoint(PASSIVE)')
      return result
    } finally {
      db.close()
    }
  })
}

function reading<T>(
  file: string,
  use: (reader: ImportReader, fractionOf: (position: number) => number) => T,
): T {
  const bytes = Math.max(1, statSync(file).size)
  const opened = openImport(file)
  try {
    return use(opened.reader, (position) => Math.min(1, position / bytes))
  } finally {
    opened.close()
  }
}

function run(): TransferResult {
  switch (job.kind) {
    case 'export':
      return runExport(job.request)
    case 'check':
      return check(job.file)
    case 'import':
      return bringIn(job.request)
  }
}

try {
  answer({ kind: 'done', result: run() })
} catch (error) {
  if (error instanceof Cancelled) answer({ kind: 'cancelled' })
  else if (error instanceof ImportProblem)
    answer({ kind: 'problem', what: error.message, place: error.place })
  else answer({ kind: 'failed', fault: faultOf(error), error })
}
