import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Logger } from '@main/core/logging/logger'
import { backUpDatabase, hasIntegrity, listBackups, pruneBackups } from './backups'
import { DATABASE_FILE } from './data-files'
import { inspectFile } from './inspect-file'
import { latestVersion, migrate, schemaVersion } from './migrate'
import type { Migration } from './migrate'
import { openDatabase } from './open-database'
import { faultOf } from './sqlite-fault'
import { damaged, fromNewerVersion, migrationFailed, toStorageError } from './start-fault'

export interface PrepareOptions {
  readonly directory: string
  readonly migrations: readonly Migration[]
  readonly log: Logger
  readonly now: () => number
}

/**
 * Opens the directory's database, made or brought up to the newest version where needed. The caller holds the lock.
 * Throws `StorageError`; whatever its kind, the file holds what it held before.
 */
export function prepareDatabase(options: PrepareOptions): Database {
  const file = join(options.directory, DATABASE_FILE)
  try {
    const version = requireReadable(file, options)
    const db = openDatabase(file)
    try {
      bringUpToDate(db, file, version, options)
    } catch (error) {
      db.close()
      throw error
    }
    return db
  } catch (error) {
    throw toStorageError(error, file)
  }
}

/** The version of what is there, before anything is opened for writing. */
function requireReadable(file: string, { directory, migrations }: PrepareOptions): number {
  const found = inspectFile(file)
  if (found.kind === 'absent') return 0
  if (found.kind === 'damaged') throw damaged(file, found.what)
  if (found.kind === 'empty') {
    // Left by a first start that was cut off; but where there are copies, there was something in it.
    if (listBackups(directory).length === 0) return 0
    throw damaged(file, 'it is empty')
  }
  const latest = latestVersion(migrations)
  if (found.version > latest) throw fromNewerVersion(file, found.version, latest)
  return found.version
}

function bringUpToDate(db: Database, file: string, version: number, options: PrepareOptions): void {
  const { directory, migrations, log } = options
  if (version === 0) {
    migrate(db, migrations)
    return
  }
  if (version === latestVersion(migrations)) return

  const copy = backUp(db, file, options)
  try {
    migrate(db, migrations)
  } catch (error) {
    // The file is as it was, so this copy is worth nothing, and must not push out an older one.
    rmSync(copy, { force: true })
    throw whyMigrationFailed(db, file, error)
  }
  pruneBackups(directory)
  log.info('database migrated', { from: version, to: schemaVersion(db) })
}

function backUp(db: Database, file: string, { directory, now }: PrepareOptions): string {
  try {
    return backUpDatabase(db, directory, now())
  } catch (error) {
    if (faultOf(error) === null && !hasIntegrity(db)) {
      throw damaged(file, 'some of it cannot be read', { cause: error })
    }
    throw error
  }
}

function whyMigrationFailed(db: Database, file: string, error: unknown): unknown {
  if (faultOf(error) !== null) return error
  return hasIntegrity(db)
    ? migrationFailed(file, error)
    : damaged(file, 'some of it cannot be read', { cause: error })
}
