import { closeSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { FILE_MODE } from './data-files'
import { schemaVersion } from './migrate'

const KEPT_BACKUPS = 5
const BACKUP_NAME = /^port8000-backup-v\d+-(\d{8}T\d{9}Z)\.db$/
const UNFINISHED_NAME = /^port8000-backup-.*\.unfinished$/

/**
 * Writes a copy of the whole database beside it and checks it. Answers its path; throws where no good copy could be
 * made, and leaves nothing of it then.
 */
export function backUpDatabase(db: Database.Database, directory: string, now: number): string {
  const version = schemaVersion(db)
  const stamp = new Date(now).toISOString().replaceAll(/[-:.]/g, '')
  const file = join(directory, `port8000-backup-v${version}-${stamp}.db`)
  const unfinished = `${file}.unfinished`
  try {
    // VACUUM INTO takes an empty file, so the copy never has a wider mode than ours.
    closeSync(openSync(unfinished, 'w', FILE_MODE))
    db.prepare('VACUUM INTO ?').run(unfinished)
    if (!isIntact(unfinished, version)) throw new Error('The copy does not read like the original.')
    renameSync(unfinished, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
  return file
}

/** Removes all copies but the newest, and what a process that died in the middle of one left. */
export function pruneBackups(directory: string): void {
  for (const file of listBackups(directory).slice(KEPT_BACKUPS)) rmSync(file, { force: true })
  for (const name of readdirSync(directory)) {
    if (UNFINISHED_NAME.test(name)) rmSync(join(directory, name), { force: true })
  }
}

/** The newest copy that can be used, or null. Reads copies whole, so only for when something is wrong. */
export function findNewestGoodBackup(directory: string): string | null {
  return listBackups(directory).find((file) => isIntact(file)) ?? null
}

/** Reads all of an open database. False where any of it is damaged. */
export function hasIntegrity(db: Database.Database): boolean {
  try {
    return db.pragma('integrity_check(1)', { simple: true }) === 'ok'
  } catch {
    return false
  }
}

/** Paths, newest first. */
export function listBackups(directory: string): readonly string[] {
  return readdirSync(directory)
    .flatMap((name) => {
      const stamp = BACKUP_NAME.exec(name)?.[1]
      return stamp === undefined ? [] : [{ name, stamp }]
    })
    .sort((a, b) => (a.stamp < b.stamp ? 1 : -1))
    .map(({ name }) => join(directory, name))
}

function isIntact(file: string, version?: number): boolean {
  let db: Database.Database
  try {
    db = new Database(file, { readonly: true, fileMustExist: true })
  } catch {
    return false
  }
  try {
    return hasIntegrity(db) && (version === undefined || schemaVersion(db) === version)
  } finally {
    db.close()
  }
}
