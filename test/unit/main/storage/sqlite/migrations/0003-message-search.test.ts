import { describe, expect, it } from 'vitest'
import { migrate } from '@main/storage/sqlite/migrate'
import { migrations } from '@main/storage/sqlite/migrations/index'
import { databaseOfVersion, fillVersion1 } from './old-database'
import type { Database } from 'better-sqlite3'

const numbersOf = (db: Database, table: string, match: string) =>
  db.prepare(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid`).pluck().all(match)

/** A database of version 2 with two messages, brought to version 3. */
function migrated(): Database {
  const db = databaseOfVersion(2)
  fillVersion1(db)
  db.exec(`UPDATE messages SET text = 'Das Café in 東京' WHERE id = 'message-2'`)
  migrate(db, migrations.slice(0, 3))
  return db
}

describe('migration 0003', () => {
  it('makes messages written before it searchable', () => {
    const db = migrated()
    expect(numbersOf(db, 'message_words', 'cafe')).toEqual([2])
    expect(numbersOf(db, 'message_words', 'was')).toEqual([1])
    expect(numbersOf(db, 'message_trigrams', '"n 東"')).toEqual([2])
    db.close()
  })

  it('keeps both indexes in step with rows that come, change and go', () => {
    const db = migrated()
    db.exec(`UPDATE messages SET text = 'Das Haus in 大阪' WHERE id = 'message-2'`)
    expect(numbersOf(db, 'message_words', 'cafe')).toEqual([])
    expect(numbersOf(db, 'message_words', 'haus')).toEqual([2])
    expect(numbersOf(db, 'message_trigrams', '"n 東"')).toEqual([])
    expect(numbersOf(db, 'message_trigrams', '"n 大"')).toEqual([2])
    db.exec(`UPDATE messages SET text = 'Haus' WHERE id = 'message-2'`)
    expect(numbersOf(db, 'message_trigrams', '"n 大"')).toEqual([])
    db.exec(`DELETE FROM messages WHERE id = 'message-2'`)
    expect(numbersOf(db, 'message_words', 'haus')).toEqual([])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  })

  it('rolls the index back with the message', () => {
    const db = migrated()
    const write = db.transaction(() => {
      db.exec(`INSERT INTO messages (id, session_id, seq, author, text, status, created_at)
        VALUES ('message-9', 'session-1', 9, 'person', 'zebra', 'complete', 1)`)
      throw new Error('not after all')
    })
    expect(write).toThrow('not after all')
    expect(numbersOf(db, 'message_words', 'zebra')).toEqual([])
    db.close()
  })
})
