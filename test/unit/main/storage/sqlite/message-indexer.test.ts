import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '@main/core/search/parse-query'
import type { Storage } from '@main/core/storage/storage'
import { databaseOfVersion, fillVersion1 } from './migrations/old-database'
import {
  NOON,
  TestDirectory,
  aSend,
  anEnding,
  openStorage,
  openWithSession,
} from './storage-fixture'
import { OWNER_READER } from '@test/support/first-person'

const WORDS = ['apple', 'banana', '東京タワー', 'damson', 'elder'] as const

async function found(storage: Storage, text: string): Promise<readonly string[]> {
  const { bots: _, ...query } = parseQuery(text)
  const { groups } = await storage.search.search(
    { ...query, reader: OWNER_READER, botIds: null, limit: 20, offset: 0, now: NOON },
    {},
  )
  return groups.flatMap(({ hits }) => hits.map(({ snippet }) => snippet.text))
}

/** Where the triggers of the index begin to work. */
function indexedFrom(directory: TestDirectory): unknown {
  const db = new Database(directory.file('port8000.db'), { readonly: true })
  const from = db.prepare('SELECT indexed_from FROM search_progress').pluck().get()
  db.close()
  return from
}

describe('messages that are stored in one moment', () => {
  it('are each found, as those are that are stored alone', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sends = WORDS.map((text) => aSend(session.id, { text, title: '' }))
    await Promise.all(sends.map((sent) => storage.turns.send(sent)))
    await Promise.all(
      sends.map((sent, index) =>
        storage.turns.end(anEnding(sent, { parentSeq: index + 1, text: `${sent.text} reply` })),
      ),
    )
    await storage.turns.send(aSend(session.id, { text: 'alone', title: '' }))
    for (const word of [...WORDS, '東京', 'タワー'])
      expect((await found(storage, word)).length, word).toBe(2)
    expect(await found(storage, 'alone')).toEqual(['alone'])
    expect(indexedFrom(directory)).toBe(0)
    await storage.close()
  })

  it('are each found where something else in that moment fails, and nothing is left of that', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sends = WORDS.map((text) => aSend(session.id, { text, title: '' }))
    const missing = aSend('no-such-session', { text: 'nowhere', title: '' })
    const outcomes = await Promise.allSettled(
      [...sends, missing].map((sent) => storage.turns.send(sent)),
    )
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...WORDS.map(() => 'fulfilled'),
      'rejected',
    ])
    for (const word of WORDS) expect(await found(storage, word)).toEqual([word])
    expect(await found(storage, 'nowhere')).toEqual([])
    expect(indexedFrom(directory)).toBe(0)
    await storage.close()
  })

  it('are found while messages of before are still being indexed, and so are those afterwards', async () => {
    using directory = new TestDirectory()
    const db = databaseOfVersion(1, directory.file('port8000.db'))
    fillVersion1(db)
    const insert =
      db.prepare(`INSERT INTO messages (id, session_id, seq, author, text, status, created_at)
      VALUES (?, 'session-1', ?, 'person', ?, 'complete', ?)`)
    db.transaction(() => {
      for (let seq = 3; seq <= 2_500; seq += 1) insert.run(`m-${seq}`, seq, `word${seq}x`, NOON)
      db.exec(`UPDATE sessions SET last_seq = 2500`)
    })()
    db.close()
    const storage = await openStorage(directory)
    const before = indexedFrom(directory)
    const sends = WORDS.map((text) => aSend('session-1', { text, title: '' }))
    await Promise.all(sends.map((sent) => storage.turns.send(sent)))
    expect(before).toBe(2_501)
    expect(indexedFrom(directory)).toBe(before)
    for (const word of WORDS) expect(await found(storage, word)).toEqual([word])
    storage.search.prepare()
    await expect
      .poll(() => found(storage, '"word3x"'), { interval: 5, timeout: 20_000 })
      .toEqual(['word3x'])
    for (const word of WORDS) expect(await found(storage, word)).toEqual([word])
    await storage.close()
  })
})
