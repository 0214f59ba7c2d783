import { closeSync, mkdirSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { DIRECTORY_MODE, FILE_MODE } from './data-files'

const BUSY_TIMEOUT_MS = 5_000
/** In KiB. SQLite's own 2 MB hold the indexes of some ten thousand messages; beyond that every turn would read the file. */
const CACHE_KIB = 32_768
/**
 * Pages of 4 KiB. A checkpoint writes each page that changed once, however often it changed, and waits for the disk: at
 * four times SQLite's own 1,000 a busy hour has a quarter of the waiting.
 */
export const CHECKPOINT_PAGES = 4_000
/** What a burst of writing may leave of the write-ahead log's file. */
const MAX_IDLE_WAL_BYTES = 16_777_216

export function createDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE })
}

/**
 * Opens the file, or creates it, and reads a little of each table: what is badly damaged shows at once, at a price
 * that does not grow with the file. Throws what SQLite and the file system throw.
 */
export function openDatabase(file: string): Database.Database {
  // Created here, so that it has our mode; SQLite gives the same to the files beside it.
  closeSync(openSync(file, 'a', FILE_MODE))
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    db.pragma(`cache_size = -${CACHE_KIB}`)
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    db.pragma(`journal_size_limit = ${MAX_IDLE_WAL_BYTES}`)
    readEveryTable(db)
  } catch (error) {
    db.close()
    throw error
  }
  return db
}

function readEveryTable(db: Database.Database): void {
  const tables = db
    // An index for searching has no pages of its own; what it is kept in has, and is read.
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0`)
    .pluck()
    .all()
  for (const table of tables) db.prepare(`SELECT * FROM "${table}" LIMIT 1`).get()
}
