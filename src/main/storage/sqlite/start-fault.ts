import { dirname } from 'node:path'
import { StorageError } from '@main/core/storage/storage-error'
import { findNewestGoodBackup } from './backups'
import { DATABASE_FILE } from './data-files'
import { faultOf } from './sqlite-fault'

/** Says to whoever starts the controller why the store does not open, and what to do. */
export function toStorageError(error: unknown, file: string): StorageError {
  if (error instanceof StorageError) return error
  const directory = dirname(file)
  const cause = { cause: error }
  switch (faultOf(error)) {
    case 'full':
      return new StorageError(
        'full',
        `The disk that holds ${directory} is full. Free some space, then start again.`,
        cause,
      )
    case 'read_only':
      return new StorageError(
        'read_only',
        `The data directory ${directory} cannot be written to. Make it writable, or start with another one.`,
        cause,
      )
    case 'damaged':
      return damaged(file, messageOf(error), cause)
    case 'busy':
      return new StorageError(
        'in_use',
        `Another program has locked ${file}. Close it, then start again.`,
        cause,
      )
    case 'io':
    case null:
      return new StorageError(
        'unavailable',
        `The data directory ${directory} cannot be used: ${messageOf(error)}. Check it, or start with another one.`,
        cause,
      )
  }
}

/** `what` completes "because". */
export function damaged(file: string, what: string, options?: ErrorOptions): StorageError {
  return new StorageError(
    'damaged',
    `The database ${file} is damaged: ${what}. It was left as it is. ${adviceFor(dirname(file))}`,
    options,
  )
}

export function fromNewerVersion(file: string, version: number, latest: number): StorageError {
  return new StorageError(
    'from_newer_version',
    `The database ${file} was written by a newer Port 8000 (its version is ${version}; this program knows up to ${latest}). It was left untouched. Start the newer program, or start this one with another data directory.`,
  )
}

export function migrationFailed(file: string, error: unknown): StorageError {
  return new StorageError(
    'migration_failed',
    `The database ${file} could not be brought up to this version: ${messageOf(error)}. It is as it was. Start the program you had before, and report this.`,
    { cause: error },
  )
}

// A write-ahead log that outlives its database would be played into the copy that takes its place.
function adviceFor(directory: string): string {
  const makeRoom = `move every file whose name begins with ${DATABASE_FILE} to another place`
  const copy = findNewestGoodBackup(directory)
  return copy === null
    ? `There is no good copy beside it. To begin anew, ${makeRoom}, then start again.`
    : `The newest good copy is ${copy}. To go back to it, ${makeRoom}, rename the copy to ${DATABASE_FILE}, then start again.`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
