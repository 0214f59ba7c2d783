import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Storage } from '@main/core/storage/storage'
import { IMPORTING } from '@main/storage/sqlite/importing'
import { aBot, NOON, openStorage, TestDirectory } from '../storage-fixture'
import {
  BOT,
  bringIn,
  check,
  exportLines,
  exportText,
  HEADER,
  idOf,
  jsonLines,
  messageLine,
  sessionLine,
} from './transfer-fixture'

// Each of them begins threads.
vi.setConfig({ testTimeout: 60_000 })

let directory: TestDirectory
let storage: Storage

beforeEach(async () => {
  directory = new TestDirectory()
  storage = await openStorage(directory)
})
afterEach(async () => {
  await storage.close()
  directory[Symbol.dispose]()
})

const talk = (number: number) => [
  sessionLine(number, { lastSeq: 2, headSeq: 2 }),
  messageLine(number, 1),
  messageLine(number, 2),
]
const whole = () => jsonLines(BOT, ...talk(1), ...talk(2))

const BROKEN: readonly (readonly [what: string, file: () => string | Buffer, place: RegExp])[] = [
  ['nothing at all', () => '', /byte 0/],
  ['another kind of file', () => 'Dear diary, today', /none that Port 8000 can import/],
  ['a ZIP', () => 'PK\x03\x04....', /unpack it/],
  ['a damaged database', () => `SQLite format 3\0${'x'.repeat(500)}`, /damaged/],
  ['a line that is cut off', () => whole().slice(0, -60), /line 8/],
  ['a missing end', () => whole().split('\n').slice(0, -2).join('\n'), /cut off.*line 8/],
  ['a message that is missing', () => jsonLines(BOT, ...talk(1).slice(0, 2)), /missing/],
  [
    'a message out of order',
    () => jsonLines(BOT, sessionLine(1, { lastSeq: 1 }), messageLine(1, 2)),
    /line 4/,
  ],
  [
    'a wrong member',
    () => whole().replace('"status":"complete"', '"status":"great"'),
    /"status".*line 4/,
  ],
  [
    'a newer version',
    () => whole().replace('"version":1}', '"version":3}'),
    /newer version.*line 1/,
  ],
  ['a bot nobody knows', () => jsonLines(...talk(1)), /BOT-001 spoke here.*line 2/],
  ['the same conversation twice', () => jsonLines(BOT, ...talk(1), ...talk(1)), /twice.*line 6/],
  [
    'bytes that are no text',
    () =>
      Buffer.concat([
        Buffer.from(`${HEADER}\n{"type":"bot","a":"`),
        Buffer.from([0xff, 0x22, 0x7d]),
      ]),
    /UTF-8.*line 2/,
  ],
  [
    'JSON with a slip in it',
    () => '{"format":"port8000-export","version":1,"bots":[],"folders":[],"sessions":[{"id":}]}',
    /sessions\[0\]\.id, byte/,
  ],
  [
    'JSON that ends in the middle',
    () => '{"format":"port8000-export","version":1,"bots":[',
    /bots, byte 49|ends here/,
  ],
]

describe('a broken file', () => {
  it.each(BROKEN)(
    'is refused with its place and brings nothing: %s',
    async (_what, file, place) => {
      const before = await exportLines(storage, directory)
      await expect(check(storage, directory, file())).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(place) as string,
      })
      await expect(bringIn(storage, directory, file())).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(/Nothing was imported\.$/) as string,
      })
      expect(await exportLines(storage, directory)).toEqual(before)
      expect((await storage.bin.list({ limit: 10 })).deleted).toEqual([])
    },
  )

  it('can be imported once it is mended, though its first half was written already', async () => {
    const many = Array.from({ length: 900 }, (_, index) => messageLine(1, index + 1))
    const session = sessionLine(1, { lastSeq: 900, headSeq: 900 })
    const good = jsonLines(BOT, session, ...many)
    const broken = jsonLines(BOT, session, ...many.with(899, messageLine(1, 900, { seq: 901 })))
    await expect(bringIn(storage, directory, broken)).rejects.toThrow(/numbered/)
    expect((await bringIn(storage, directory, good)).written).toEqual({
      sessions: 1,
      messages: 900,
    })
    const found = await storage.messages.page({ sessionId: idOf(1, 1), limit: 1 })
    expect(found.messages).toMatchObject([{ seq: 900, text: 'Words 1 900' }])
  })
})

describe('an import', () => {
  it('is not seen before it is whole, and leaves nothing when it is given up in the middle', async () => {
    const stop = new AbortController()
    const items = Array.from({ length: 8_000 }, (_, index) => messageLine(1, index + 1))
    const file = jsonLines(BOT, sessionLine(1, { lastSeq: 8_000, headSeq: 8_000 }), ...items)
    const running = bringIn(storage, directory, file, null, stop.signal)
    expect((await storage.sessions.list({ limit: 10 })).sessions).toEqual([])
    stop.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    expect(await storage.sessions.get(idOf(1, 1))).toBeNull()
    expect((await storage.bin.list({ limit: 10 })).deleted).toEqual([])
    expect(await storage.sessions.restore(idOf(1, 1))).toBeNull()
    while (await storage.bin.clear());
    await expect(storage.messages.get(idOf(2, 10_001))).resolves.toBeNull()
    expect(await storage.bots.usedIds()).toEqual([])
  })

  it('is cleared away by the next start where the process died in the middle', async () => {
    await bringIn(storage, directory, whole())
    await storage.close()
    // As a process leaves it that dies before the last step.
    const db = new Database(directory.file('port8000.db'))
    db.prepare('UPDATE sessions SET deleted_at = 1, purged_at = ? WHERE id = ?').run(
      IMPORTING,
      idOf(1, 2),
    )
    db.close()
    storage = await openStorage(directory)
    expect((await storage.sessions.list({ limit: 10 })).sessions).toMatchObject([
      { id: idOf(1, 1) },
    ])
    expect(await storage.sessions.restore(idOf(1, 2))).toBeNull()
    while (await storage.bin.clear());
    expect(await storage.messages.get(idOf(2, 20_001))).toBeNull()
    expect(await storage.messages.get(idOf(2, 10_001))).not.toBeNull()
    expect((await bringIn(storage, directory, whole())).written).toEqual({
      sessions: 1,
      messages: 2,
    })
  })

  it('lets others write meanwhile, in the order they came', async () => {
    await storage.bots.insert(aBot({ id: 'BOT-009', name: 'Bea', createdAt: NOON + 9 }))
    const items = Array.from({ length: 6_000 }, (_, index) => messageLine(1, index + 1))
    const file = jsonLines(BOT, sessionLine(1, { lastSeq: 6_000, headSeq: 6_000 }), ...items)
    const progress = { isDone: false }
    const running = bringIn(storage, directory, file).finally(() => (progress.isDone = true))
    let writes = 0
    while (!progress.isDone) {
      await storage.bots.setLaunched('BOT-009', writes % 2 === 0)
      writes += 1
    }
    expect((await running).written.messages).toBe(6_000)
    expect(writes).toBeGreaterThan(5)
    expect((await storage.bots.list()).map(({ bot }) => bot.id)).toEqual(['BOT-001', 'BOT-009'])
  })

  it('is searched at once', async () => {
    await bringIn(storage, directory, whole())
    const found = await storage.search.search(
      {
        ...{
          terms: [{ words: ['words'], isPrefix: false }],
          excluded: [],
          author: null,
          before: null,
        },
        ...{ after: null, hasCode: false, botIds: null, folders: [], tags: [], isArchived: false },
        ...{ limit: 5, offset: 0, now: NOON },
      },
      {},
    )
    expect(found.messageCount).toBe(4)
  })

  it('numbers a bot anew where its id is another bot here, and finds it again the next time', async () => {
    await storage.bots.insert(aBot({ name: 'Mine', createdAt: NOON - 5 }))
    await bringIn(storage, directory, whole())
    await bringIn(storage, directory, jsonLines(BOT, ...talk(1), ...talk(3)))
    const { sessions } = await storage.sessions.list({ limit: 10 })
    expect(sessions.map(({ botId }) => botId)).toEqual(['BOT-002', 'BOT-002', 'BOT-002'])
    expect((await storage.bots.list()).map(({ bot }) => bot.name)).toEqual(['Mine', 'Ada'])
  })

  it('gives a conversation to the bot here that is the same in everything people decide', async () => {
    await storage.bots.insert(aBot({ id: 'BOT-007', createdAt: NOON - 5 }))
    await bringIn(storage, directory, whole())
    const { sessions } = await storage.sessions.list({ limit: 10 })
    expect(new Set(sessions.map(({ botId }) => botId))).toEqual(new Set(['BOT-007']))
  })

  it('names members it does not know before anything is done', async () => {
    const file = jsonLines(
      BOT,
      sessionLine(1, { lastSeq: 1, headSeq: 1, mood: 'good' }),
      messageLine(1, 1, { images: [] }),
    )
    expect((await check(storage, directory, file)).notKept).toEqual([
      { what: '“mood” of a session', count: 1 },
      { what: '“images” of a message', count: 1 },
    ])
    expect(await exportText(storage, directory, 'json')).toContain('"sessions":[\n]}')
  })
})
