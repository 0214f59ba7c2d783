import type { Database } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { createIndexFiller } from '@main/storage/sqlite/index-filler'
import { migrate } from '@main/storage/sqlite/migrate'
import { migrations } from '@main/storage/sqlite/migrations/index'
import { createSpanFinder } from '@main/storage/sqlite/search-spans'
import { NOON, TestDirectory } from '../storage-fixture'
import { databaseOfVersion, fillVersion1 } from './old-database'

const DAY = 86_400_000
/** More than the migration indexes at once. */
const MANY = 2_400

const numbersOf = (db: Database, match: string) =>
  db
    .prepare('SELECT rowid FROM message_words WHERE message_words MATCH ? ORDER BY rowid')
    .pluck()
    .all(match)
const indexedFrom = (db: Database) =>
  db.prepare('SELECT indexed_from FROM search_progress').pluck().get()
const insertMessage = (db: Database, seq: number, text: string, createdAt = NOON) =>
  db
    .prepare(
      `INSERT INTO messages (id, session_id, seq, author, text, status, created_at)
        VALUES (?, 'session-1', ?, 'person', ?, 'complete', ?)`,
    )
    .run(`message-${seq}`, seq, text, createdAt)

/** A file of version 4 with so many messages more than the two it begins with. */
function version4(file: string, count: number): Database {
  const db = databaseOfVersion(1, file)
  fillVersion1(db)
  migrate(db, migrations.slice(0, 4))
  db.transaction(() => {
    for (let seq = 3; seq < count + 3; seq += 1)
      insertMessage(db, seq, seq % 100 === 0 ? `word 東京 ${seq}` : `word${seq}`)
  })()
  return db
}

function fillAll(db: Database): void {
  const filler = createIndexFiller(db.name)
  while (filler.fillSome());
  filler.close()
}

describe('migration 0005', () => {
  it('indexes the messages of a small file at once', () => {
    using directory = new TestDirectory()
    const db = version4(directory.file('small.db'), 200)
    migrate(db, migrations)
    expect(indexedFrom(db)).toBe(0)
    expect(numbersOf(db, 'word')).toEqual([100, 200])
    db.close()
  })

  it('leaves those of a large one to be indexed later, and indexes what is written meanwhile at once', () => {
    using directory = new TestDirectory()
    const db = version4(directory.file('large.db'), MANY)
    migrate(db, migrations)
    expect(numbersOf(db, 'word')).toEqual([])
    insertMessage(db, 9_000, 'word of today')
    const newest = MANY + 3
    expect(numbersOf(db, 'word')).toEqual([newest])
    fillAll(db)
    expect(indexedFrom(db)).toBe(0)
    const hundreds = Array.from({ length: 24 }, (_, index) => (index + 1) * 100)
    expect(numbersOf(db, 'word')).toEqual([...hundreds, newest])
    expect(
      db
        .prepare('SELECT count(*) FROM message_trigrams WHERE message_trigrams MATCH ?')
        .pluck()
        .get('"d 東"'),
    ).toBe(24)
    db.close()
  })

  it('indexes the newest first, and goes on where it was', () => {
    using directory = new TestDirectory()
    const db = version4(directory.file('large.db'), MANY)
    migrate(db, migrations)
    const filler = createIndexFiller(db.name)
    expect(filler.fillSome()).toBe(true)
    filler.close()
    const reached = Number(indexedFrom(db))
    expect(reached).toBeLessThan(MANY)
    expect(numbersOf(db, 'word2399')).toEqual(reached <= 2_399 ? [2_399] : [])
    expect(numbersOf(db, 'word7')).toEqual([])
    fillAll(db)
    expect(numbersOf(db, 'word7')).toEqual([7])
    db.close()
  })

  it('takes messages that change or go before they are indexed as they are then', () => {
    using directory = new TestDirectory()
    const db = version4(directory.file('large.db'), MANY)
    migrate(db, migrations)
    db.exec(`UPDATE messages SET text = 'changed' WHERE number = 7;
      DELETE FROM messages WHERE number = 8`)
    fillAll(db)
    expect(numbersOf(db, 'word7')).toEqual([])
    expect(numbersOf(db, 'changed')).toEqual([7])
    expect(numbersOf(db, 'word8')).toEqual([])
    db.exec(`UPDATE messages SET text = 'again' WHERE number = 7;
      DELETE FROM messages WHERE number = 9`)
    expect(numbersOf(db, 'changed')).toEqual([])
    expect(numbersOf(db, 'again')).toEqual([7])
    expect(numbersOf(db, 'word9')).toEqual([])
    db.exec(`INSERT INTO message_words (message_words) VALUES ('integrity-check')`)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  })

  it('rolls the index back with the message', () => {
    using directory = new TestDirectory()
    const db = version4(directory.file('small.db'), 0)
    migrate(db, migrations)
    const write = db.transaction(() => {
      insertMessage(db, 9, 'zebra')
      throw new Error('not after all')
    })
    expect(write).toThrow('not after all')
    expect(numbersOf(db, 'zebra')).toEqual([])
    db.close()
  })
})

describe('the spans of days', () => {
  it('hold every message of those days, also where numbers do not grow with time', () => {
    using directory = new TestDirectory()
    const db = version4(directory.file('days.db'), 0)
    migrate(db, migrations)
    db.transaction(() => {
      for (let seq = 10; seq < 6_000; seq += 1) {
        // The second half was imported later, and is older.
        const day = seq < 3_000 ? 1_000 + seq / 100 : 200 + seq / 100
        insertMessage(db, seq, 'said', Math.floor(day) * DAY + (seq % 100))
      }
    })()
    const spansOf = createSpanFinder(db)
    const select = db
      .prepare<[number, number], number>(
        'SELECT number FROM messages WHERE created_at >= ? AND created_at < ?',
      )
      .pluck()
    for (const [after, before] of [
      [1_005, 1_009],
      [240, 250],
      [0, 231],
      [255, 1_001],
      [1_029, 9_999],
    ] as const) {
      const spans = spansOf(after * DAY, before * DAY)
      const wanted = select.all(after * DAY, before * DAY)
      const isIn = (number: number) =>
        spans.some(({ low, high }) => low <= number && number <= high)
      expect(wanted.length).toBeGreaterThan(0)
      expect(wanted.filter((number) => !isIn(number))).toEqual([])
      // And not simply everything.
      expect(spans.reduce((sum, { low, high }) => sum + high - low + 1, 0)).toBeLessThan(4_100)
    }
    expect(spansOf(null, null)).toHaveLength(1)
    db.close()
  })
})
