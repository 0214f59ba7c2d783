import Database from 'better-sqlite3'
import { AppError } from '../../../shared/contract/app-error.ts'

/** What is wrong with the store itself, whoever says so: SQLite or the file system. */
export type FaultKind = 'full' | 'read_only' | 'damaged' | 'busy' | 'io'

const SQLITE_FAULTS: Readonly<Record<string, FaultKind>> = {
  FULL: 'full',
  READONLY: 'read_only',
  PERM: 'read_only',
  CANTOPEN: 'io',
  IOERR: 'io',
  CORRUPT: 'damaged',
  NOTADB: 'damaged',
  BUSY: 'busy',
  LOCKED: 'busy',
}
const SYSTEM_FAULTS: Readonly<Record<string, FaultKind>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'read_only',
  EPERM: 'read_only',
  EROFS: 'read_only',
  EIO: 'io',
}

// Shown to whoever sent the command, so without a path.
const MESSAGES: Readonly<Record<FaultKind, string>> = {
  full: 'The disk is full. Free some space, then try again.',
  read_only: 'The data directory cannot be written to. Make it writable, then try again.',
  damaged: 'The database is damaged. Restart Port 8000: it says which copy to go back to.',
  busy: 'Another program has locked the database. Close it, then try again.',
  io: 'The disk could not be read or written. Check it, then try again.',
}

/** Null for anything that is not the store's own fault, as a mistake in a statement. */
export function faultOf(error: unknown): FaultKind | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  if (!(error instanceof Database.SqliteError)) return SYSTEM_FAULTS[error.code] ?? null
  // Extended codes say more than is needed: SQLITE_IOERR_WRITE, SQLITE_READONLY_DIRECTORY.
  const [, primary = ''] = error.code.split('_')
  return SQLITE_FAULTS[primary] ?? null
}

/** What a caller is told of a fault; every other error as it is. */
export function toCallerError(error: unknown): unknown {
  const fault = faultOf(error)
  return fault === null ? error : faultError(fault, error)
}

export function faultError(fault: FaultKind, cause: unknown): AppError {
  return new AppError('internal', MESSAGES[fault], { cause })
}
