import { join } from 'node:path'
import type { Logger } from '@main/core/logging/logger'
import type { Storage } from '@main/core/storage/storage'
import { DATABASE_FILE } from './data-files'
import { lockDataDirectory } from './lock-data-directory'
import type { DirectoryLock } from './lock-data-directory'
import { migrations } from './migrations/index'
import { createDirectory } from './open-database'
import { prepareDatabase } from './prepare-database'
import { toStorageError } from './start-fault'
import { createStoragePort } from './storage-port'

export interface SqliteStorageOptions {
  /** Made where it is missing. One process at a time uses it. */
  readonly dataDirectory: string
  readonly log: Logger
  readonly now?: () => number
}

/**
 * Locks the data directory, opens its database and brings it up to date. Rejects with `StorageError`, for the person
 * who starts the controller. `close` writes everything into the one file and gives the directory free.
 */
export async function openSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  const { dataDirectory, log, now = Date.now } = options
  const lock = enter(dataDirectory)
  try {
    const db = prepareDatabase({ directory: dataDirectory, migrations, log, now })
    return createStoragePort({ db, log, now, onClosed: () => lock.release() })
  } catch (error) {
    lock.release()
    throw error
  }
}

function enter(dataDirectory: string): DirectoryLock {
  try {
    createDirectory(dataDirectory)
    return lockDataDirectory(dataDirectory)
  } catch (error) {
    throw toStorageError(error, join(dataDirectory, DATABASE_FILE))
  }
}
