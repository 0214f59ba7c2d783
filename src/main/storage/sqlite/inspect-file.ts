import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { schemaVersion } from './migrate'

const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\0'

export type FileInspection =
  | { readonly kind: 'absent' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'database'; readonly version: number }
  | { readonly kind: 'damaged'; readonly what: string }

/**
 * Looks at a database file without opening it for writing, so that one of another version stays byte for byte as it
 * is. Offsets: https://www.sqlite.org/fileformat.html#the_database_header
 */
export function inspectFile(file: string): FileInspection {
  const look = readHeader(file)
  if (look === null) return { kind: 'absent' }
  if (look.size === 0) return { kind: 'empty' }
  const { header, size } = look
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 16) !== MAGIC) {
    return { kind: 'damaged', what: 'it is not a database' }
  }
  // The newest pages may still be in the log: only SQLite itself can put the two together.
  if (hasLog(file)) return inspectTables(file)
  if (size < promisedBytes(header)) return { kind: 'damaged', what: 'it is cut short' }
  const version = header.readInt32BE(60)
  return version === 0 ? inspectTables(file) : { kind: 'database', version }
}

function readHeader(file: string): { readonly header: Buffer; readonly size: number } | null {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    const length = readSync(descriptor, header, 0, HEADER_BYTES, 0)
    return { header: header.subarray(0, length), size: fstatSync(descriptor).size }
  } finally {
    closeSync(descriptor)
  }
}

function hasLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/** A database without a version is ours only while there is nothing in it. */
function inspectTables(file: string): FileInspection {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const version = schemaVersion(db)
    const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0
    return version === 0 && tables > 0
      ? { kind: 'damaged', what: 'it is not a database of Port 8000' }
      : { kind: 'database', version }
  } finally {
    db.close()
  }
}

/** How long the file says that it is. The count only holds where it was written with the last change. */
function promisedBytes(header: Buffer): number {
  const isCountCurrent = header.readUInt32BE(24) === header.readUInt32BE(92)
  const size = header.readUInt16BE(16)
  return isCountCurrent ? header.readUInt32BE(28) * (size === 1 ? 65_536 : size) : 0
}
