import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import { withController } from '../setup.ts'

/** Enough to know a rate: a bare program is slower, and goes on as it begins. */
const BARE_MESSAGES = 100_000

interface Line {
  readonly type: string
  readonly id: string
  readonly sessionId: string
  readonly seq: number
  readonly author: string
  readonly text: string
  readonly createdAt: number
}

/** The same rows as JSON, by a program that does nothing else. Messages a second. */
export function bareExport(dataDirectory: string, directory: string): number {
  const db = new Database(join(dataDirectory, 'port8000.db'), { readonly: true })
  const out = createWriteStream(join(directory, 'bare.jsonl'))
  const startedAt = performance.now()
  let count = 0
  for (const row of db.prepare('SELECT * FROM messages ORDER BY session_id, seq').iterate()) {
    out.write(`${JSON.stringify(row)}\n`)
    count += 1
    if (count === BARE_MESSAGES) break
  }
  const rate = count / ((performance.now() - startedAt) / 1_000)
  out.destroy()
  db.close()
  return rate
}

/** Row after row with the same tables, indexes and triggers, in large transactions, by a program that does nothing else. */
export async function bareImport(file: string, directory: string): Promise<number> {
  const empty = join(directory, 'empty')
  const path = await withController([], { dataDirectory: empty }, async () =>
    join(empty, 'port8000.db'),
  )
  const db = new Database(path)
  db.pragma('foreign_keys = OFF')
  const insert = db.prepare<[string, string, number, string, string, number]>(
    `INSERT INTO messages (id, session_id, seq, author, text, status, created_at) VALUES (?, ?, ?, ?, ?, 'complete', ?)`,
  )
  const startedAt = performance.now()
  let count = 0
  db.exec('BEGIN')
  const lines = createInterface({ input: createReadStream(file) })
  for await (const line of lines) {
    const value = JSON.parse(line) as Line
    if (value.type !== 'message') continue
    insert.run(value.id, value.sessionId, value.seq, value.author, value.text, value.createdAt)
    count += 1
    if (count % 10_000 === 0) db.exec('COMMIT; BEGIN')
    if (count === BARE_MESSAGES) break
  }
  db.exec('COMMIT')
  lines.close()
  db.close()
  return count / ((performance.now() - startedAt) / 1_000)
}
