import { describe, expect, it } from 'vitest'
import { migrations } from '@main/storage/sqlite/migrations/index'
import { prepareDatabase } from '@main/storage/sqlite/prepare-database'
import { createStoragePort } from '@main/storage/sqlite/storage-port'
import {
  aBot,
  aSend,
  aSession,
  anEnding,
  NOON,
  recordingLogger,
  TestDirectory,
} from './storage-fixture'

const FULL = { code: 'internal', message: 'The disk is full. Free some space, then try again.' }

describe('a full disk', () => {
  it('is said clearly, loses nothing, lets everything be read, and is over as soon as there is space', async () => {
    using directory = new TestDirectory()
    const { log, lines } = recordingLogger()
    const db = prepareDatabase({ directory: directory.path, migrations, log, now: () => NOON })
    const storage = createStoragePort({ db, log, now: () => NOON, onClosed: () => undefined })
    await storage.bots.insert(aBot())
    const session = await storage.sessions.insert(aSession(), null)
    const running = aSend(session.id)
    await storage.turns.send(running)

    db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`)
    const text = 'long '.repeat(10_000)
    const [refused, read, refusedToo] = await Promise.allSettled([
      storage.turns.send(aSend(session.id, { text })),
      storage.messages.get(running.messageId),
      storage.turns.end(anEnding(running, { text })),
    ])
    expect(refused).toMatchObject({ status: 'rejected', reason: FULL })
    expect(refusedToo).toMatchObject({ status: 'rejected', reason: FULL })
    expect(read).toMatchObject({ status: 'fulfilled', value: { text: 'Hello there' } })
    expect(await storage.sessions.get(session.id)).toMatchObject({ lastSeq: 1 })
    // Once, not for every write that failed.
    expect(lines.map(({ level, message, fields }) => [level, message, fields?.['fault']])).toEqual([
      ['error', 'storage failed', 'full'],
    ])

    db.pragma('max_page_count = 1000000')
    await storage.check()
    expect((await storage.turns.end(anEnding(running, { text }))).message).toMatchObject({
      seq: 2,
      text,
    })
    expect(await storage.turns.send(aSend(session.id, { text }))).toMatchObject({
      kind: 'started',
      message: { seq: 3 },
    })
    await storage.close()
  })
})
