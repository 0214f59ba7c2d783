import { join } from 'node:path'
import Database from 'better-sqlite3'
import { startController, startFake } from '../processes.ts'
import { createSessions, manySessions } from './conversations.ts'

const MANY = 1_000_000

/**
 * Fills a data directory, straight through SQLite: the controller makes the file with its own migrations, and the
 * triggers of the file keep its indexes. Prints the seconds it took. Called with the directory and the lengths of
 * the sessions, or nothing more for a million messages in ten thousand.
 */
async function build(directory: string, lengths: readonly number[]): Promise<void> {
  const fake = await startFake([])
  const controller = await startController(fake.url, { dataDirectory: directory })
  await controller.stop()
  await fake.stop()

  const db = new Database(join(directory, 'port8000.db'))
  db.pragma('journal_mode = WAL')
  // If the machine fails now, the file is made anew.
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -262144')
  createSessions(db, lengths)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

const [directory = '', ...lengths] = process.argv.slice(2)
const startedAt = performance.now()
await build(directory, lengths.length === 0 ? manySessions(MANY) : lengths.map(Number))
process.stdout.write(`${((performance.now() - startedAt) / 1_000).toFixed(0)}\n`)
