import { join } from 'node:path'
import Database from 'better-sqlite3'
import { startController, startFake } from '../processes.ts'
import { createSessions } from './conversations.ts'

/**
 * Fills a data directory with `messages` messages, straight through SQLite: the controller makes the file with its own
 * migrations, and the triggers of the file keep its indexes. Prints the seconds it took.
 */
async function build(directory: string, messages: number): Promise<void> {
  const fake = await startFake([])
  const controller = await startController(fake.url, { dataDirectory: directory })
  await controller.stop()
  await fake.stop()

  const db = new Database(join(directory, 'port8000.db'))
  db.pragma('journal_mode = WAL')
  // If the machine fails now, the file is made anew.
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -262144')
  createSessions(db, messages)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

const [directory, messages] = process.argv.slice(2)
const startedAt = performance.now()
await build(directory ?? '', Number(messages))
process.stdout.write(`${((performance.now() - startedAt) / 1_000).toFixed(0)}\n`)
