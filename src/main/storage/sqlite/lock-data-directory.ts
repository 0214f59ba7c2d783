import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { StorageError } from '@main/core/storage/storage-error'
import { FILE_MODE, LOCK_FILE, LOCK_HOLDER_FILE } from './data-files'
import { faultOf } from './sqlite-fault'

export interface DirectoryLock {
  release(): void
}

interface LockHolder {
  readonly pid: number
  readonly host: string
  /** ISO 8601, UTC. */
  readonly since: string
}

// A lock whose connection is collected as garbage is no lock, so those that are held are remembered here.
const held = new Set<Database.Database>()

/**
 * Makes this process the only one that uses the directory, or throws `StorageError` `in_use` with who does. The lock
 * is an SQLite file under `BEGIN EXCLUSIVE`: the system takes it from a process that dies, however it dies, and gives
 * it to one of two that ask in the same moment.
 */
export function lockDataDirectory(directory: string): DirectoryLock {
  const holderFile = join(directory, LOCK_HOLDER_FILE)
  const db = openLockFile(join(directory, LOCK_FILE))
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    throw faultOf(error) === 'busy' ? inUse(directory, holderFile, error) : error
  }
  held.add(db)
  writeHolder(holderFile)
  return {
    release() {
      if (!held.delete(db)) return
      rmSync(holderFile, { force: true })
      db.close()
    },
  }
}

function openLockFile(file: string): Database.Database {
  // Only ever created here, never opened: closing a file gives up every POSIX lock this process has on it.
  try {
    closeSync(openSync(file, 'wx', FILE_MODE))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return new Database(file, { timeout: 0 })
}

/** Only tells people who holds the lock, so a disk too full to write it is no reason not to start. */
function writeHolder(file: string): void {
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
  }
  try {
    writeFileSync(`${file}.new`, JSON.stringify(holder), { mode: FILE_MODE })
    renameSync(`${file}.new`, file)
  } catch {
    rmSync(file, { force: true })
  }
}

function inUse(directory: string, holderFile: string, cause: unknown): StorageError {
  const holder = readHolder(holderFile)
  const who = holder
    ? `process ${holder.pid} on ${holder.host}, since ${holder.since}`
    : 'it has not said which process it is'
  return new StorageError(
    'in_use',
    `Another Port 8000 uses the data directory ${directory} (${who}). Close it, or start this one with another data directory.`,
    { cause },
  )
}

/** Null where it cannot be read, or was left behind by a process that died. */
function readHolder(file: string): LockHolder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isLockHolder(holder) && isAlive(holder) ? holder : null
  } catch {
    return null
  }
}

function isLockHolder(value: unknown): value is LockHolder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'since' in value &&
    typeof value.since === 'string'
  )
}

function isAlive({ pid, host }: LockHolder): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
