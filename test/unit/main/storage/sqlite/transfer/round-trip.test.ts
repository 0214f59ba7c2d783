import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HARD_TEXTS, NOON, openStorage, TestDirectory } from '../storage-fixture'
import {
  BOT,
  bringIn,
  check,
  exportLines,
  exportText,
  idOf,
  jsonLines,
  messageLine,
  sessionLine,
} from './transfer-fixture'

const texts = fc.oneof(
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 40 }),
  fc.constantFrom(...Object.values(HARD_TEXTS)),
)
const times = fc.integer({ min: 0, max: 4_000_000_000_000 })
const said = fc.record({
  text: texts,
  pick: fc.nat(),
  status: fc.constantFrom('complete', 'stopped', 'failed', 'interrupted'),
  other: fc.boolean(),
  createdAt: times,
  metrics: fc.option(
    fc.record({
      timeToFirstTokenMs: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      totalMs: fc.nat(),
      loadMs: fc.constant(null),
      promptTokens: fc.option(fc.nat()),
      replyTokens: fc.nat(),
      tokensPerSecond: fc.constant(41.5),
      doneReason: fc.constantFrom('stop', 'length', null),
    }),
  ),
  // A model's name is kept as UTF-8 only.
  model: fc.option(texts.map((text) => text.toWellFormed())),
})
const note = fc.record({
  text: texts.map((text) => `-${text.slice(0, 7_999)}`),
  throughSeq: fc.nat(12),
  by: fc.constantFrom('bot', 'person'),
  version: fc.integer({ min: 1, max: 9 }),
  createdAt: times,
  updatedAt: times,
})
const notes = fc.option(
  fc.record({
    pins: fc.array(
      fc.record({
        seq: fc.integer({ min: 1, max: 12 }),
        excerpt: texts.map((text) => text.slice(0, 200)),
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    notes: fc.array(note, { maxLength: 2 }),
    removed: fc.array(note, { maxLength: 1 }),
  }),
  { nil: undefined },
)
const sessions = fc.array(
  fc.record({
    title: texts.map((text) => text.slice(0, 60)),
    titleBy: fc.constantFrom('first_message', 'model', 'person'),
    tags: fc.uniqueArray(fc.constantFrom('work', 'café', 'ünïcode', '-'), { maxLength: 3 }),
    inFolder: fc.boolean(),
    pinned: fc.boolean(),
    archived: fc.boolean(),
    times: fc.tuple(times, times),
    head: fc.nat(),
    notes,
    messages: fc.array(said, { maxLength: 12 }),
  }),
  { maxLength: 6 },
)

const FOLDER = { type: 'folder', id: idOf(3, 1), name: 'Wörk', version: 2, createdAt: NOON }
const GONE = {
  ...BOT,
  id: 'BOT-002',
  name: 'Gone \ud800',
  createdAt: NOON + 1,
  deletedAt: NOON + 2,
}

type Made = typeof sessions extends fc.Arbitrary<infer T> ? T : never

function documentOf(made: Made): string {
  const items = made.flatMap(
    ({ messages, inFolder, times: [createdAt, updatedAt], head, notes: kept, ...rest }, at) => [
      sessionLine(at, {
        ...rest,
        tags: rest.tags.toSorted(),
        titleBy: rest.title === '' ? null : rest.titleBy,
        folderId: inFolder ? FOLDER.id : null,
        ...{ createdAt, updatedAt, lastSeq: messages.length },
        headSeq: messages.length === 0 ? 0 : 1 + (head % messages.length),
        notes: kept && {
          ...kept,
          notes: kept.notes.map((one, n) => ({ id: idOf(4, n), ...one })),
          removed: kept.removed.map((one, n) => ({ id: idOf(5, n), ...one })),
        },
      }),
      ...messages.map(({ pick, other, status, ...message }, index) => {
        const isBot = index % 2 === 1
        return messageLine(at, index + 1, {
          text: message.text,
          createdAt: message.createdAt,
          parentSeq: pick % 3 === 0 ? pick % (index + 1) : index,
          ...(isBot && {
            ...{ status, model: message.model, metrics: message.metrics },
            botId: other ? GONE.id : null,
            error:
              status === 'failed' ? { code: 'engine_busy', message: 'x', retryAfterMs: 5 } : null,
          }),
        })
      }),
    ],
  )
  const spoke = made.some(({ messages }) =>
    messages.some(({ other }, index) => other && index % 2 === 1),
  )
  return jsonLines(BOT, ...(spoke ? [GONE] : []), FOLDER, ...items)
}

it('keeps every row through an export and an import, whatever was said, in either format', async () => {
  await fc.assert(
    fc.asyncProperty(sessions, async (made) => {
      using directory = new TestDirectory()
      using second = new TestDirectory()
      const storage = await openStorage(directory)
      const other = await openStorage(second)
      try {
        const document = documentOf(made)
        await bringIn(storage, directory, document)
        const lines = await exportLines(storage, directory)
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
          document
            .trimEnd()
            .split('\n')
            .slice(1)
            .map((line) => JSON.parse(line) as unknown),
        )
        await bringIn(other, second, await exportText(storage, directory, 'json'))
        expect(await exportLines(other, second)).toEqual(lines)
      } finally {
        await storage.close()
        await other.close()
      }
    }),
    { numRuns: 4, endOnFailure: true },
  )
}, 120_000)

it('changes nothing when the same file is imported again, and says so beforehand', async () => {
  using directory = new TestDirectory()
  const storage = await openStorage(directory)
  const file = jsonLines(
    BOT,
    sessionLine(1, { lastSeq: 2, headSeq: 2 }),
    messageLine(1, 1),
    messageLine(1, 2),
  )
  expect(await check(storage, directory, file)).toMatchObject({
    ...{ source: 'port8000', sessions: 1, messages: 2, bots: ['Ada'], alreadyHere: 0 },
  })
  expect(await bringIn(storage, directory, file)).toMatchObject({ firstSessionId: idOf(1, 1) })
  const before = await exportLines(storage, directory)
  expect(await check(storage, directory, file)).toMatchObject({
    ...{ sessions: 0, messages: 0, bots: [], alreadyHere: 1 },
  })
  expect(await bringIn(storage, directory, file)).toEqual({
    written: { sessions: 0, messages: 0 },
    firstSessionId: null,
  })
  expect(await exportLines(storage, directory)).toEqual(before)
  await storage.close()
}, 60_000)
