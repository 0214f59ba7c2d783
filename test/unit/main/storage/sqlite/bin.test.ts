import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Session } from '@shared/model/session'
import type { Storage } from '@main/core/storage/storage'
import {
  aSend,
  aSession,
  anEnding,
  NOON,
  openStorage,
  openWithSession,
  TestDirectory,
} from './storage-fixture'

/** A session in which something was said and answered so many times. */
async function talkedIn(storage: Storage, text: string, turns = 3): Promise<Session> {
  const session = await storage.sessions.insert(aSession(), null)
  for (let turn = 0; turn < turns; turn++) {
    const sent = aSend(session.id, { text: `${text} ${String(turn)} 東京` })
    await storage.turns.send(sent)
    await storage.turns.end(anEnding(sent, { parentSeq: turn * 2 + 1, text: `${text} answered` }))
  }
  return session
}

async function clearAll(storage: Storage): Promise<void> {
  while (await storage.bin.clear());
}

/** Rows of the tables that hold what was said, by table. */
function rowsIn(directory: TestDirectory, sessionId: string): Record<string, unknown> {
  const db = new Database(directory.file('port8000.db'), { readonly: true })
  const count = (table: string, column: string) =>
    db.prepare(`SELECT count(*) FROM ${table} WHERE ${column} = ?`).pluck().get(sessionId)
  const counts = {
    sessions: count('sessions', 'id'),
    turns: count('turns', 'session_id'),
    messages: count('messages', 'session_id'),
  }
  db.close()
  return counts
}

describe('the bin', () => {
  it('lists what was deleted, the last first, and goes on where a page ended, ties included', async () => {
    using directory = new TestDirectory()
    const { storage } = await openWithSession(directory)
    const made: Session[] = []
    for (let index = 0; index < 5; index++) {
      const session = await storage.sessions.insert(aSession(), null)
      made.push(session)
      await storage.sessions.delete(session.id, NOON + (index > 2 ? 3 : index))
    }
    const expected = [made[2], made[1], made[0]]
    const last = [made[3], made[4]].toSorted((a, b) => ((a?.id ?? '') < (b?.id ?? '') ? 1 : -1))

    const first = await storage.bin.list({ personId: 'owner', limit: 1 })
    expect(first).toEqual({ deleted: [{ session: last[0], deletedAt: NOON + 3 }], hasMore: true })
    const before = { deletedAt: NOON + 3, id: last[0]?.id ?? '' }
    const rest = await storage.bin.list({ personId: 'owner', before, limit: 9 })
    expect(rest.deleted.map(({ session }) => session)).toEqual([last[1], ...expected])
    expect(rest.hasMore).toBe(false)
    await storage.close()
  })

  it('removes a purged session with all that was said in it, and nothing of the others', async () => {
    using directory = new TestDirectory()
    const { storage } = await openWithSession(directory)
    const [gone, kept, binned] = [
      await talkedIn(storage, 'alpha', 250),
      await talkedIn(storage, 'beta'),
      await talkedIn(storage, 'gamma'),
    ]
    await storage.sessions.deleteMany([gone.id, binned.id], NOON)
    const before = { kept: rowsIn(directory, kept.id), binned: rowsIn(directory, binned.id) }

    expect(await storage.bin.purge([gone.id, kept.id], NOON)).toEqual([
      { sessionId: gone.id, botId: gone.botId, personId: 'owner' },
    ])
    // From here on nothing brings it back, however much of it is still there.
    expect(await storage.sessions.restore(gone.id)).toBeNull()
    expect(await storage.sessions.restoreMany([gone.id])).toEqual([])
    expect((await storage.bin.list({ personId: 'owner', limit: 9 })).deleted).toMatchObject([
      { session: { id: binned.id } },
    ])
    await clearAll(storage)
    expect(rowsIn(directory, gone.id)).toEqual({ sessions: 0, turns: 0, messages: 0 })
    expect({ kept: rowsIn(directory, kept.id), binned: rowsIn(directory, binned.id) }).toEqual(
      before,
    )
    expect(before.kept).toEqual({ sessions: 1, turns: 3, messages: 6 })
    expect(await storage.sessions.restore(binned.id)).toMatchObject({ id: binned.id, lastSeq: 6 })
    await storage.close()

    const db = new Database(directory.file('port8000.db'))
    expect(db.pragma('foreign_key_check')).toEqual([])
    const found = (words: string) =>
      db
        .prepare('SELECT count(*) FROM message_words WHERE message_words MATCH ?')
        .pluck()
        .get(words)
    expect([found('alpha'), found('beta'), found('gamma')]).toEqual([0, 6, 6])
    db.close()
  })

  it('goes on after a restart with what was purged but not removed yet', async () => {
    using directory = new TestDirectory()
    const first = await openWithSession(directory)
    const gone = await talkedIn(first.storage, 'alpha')
    await first.storage.sessions.delete(gone.id, NOON)
    await first.storage.bin.purge([gone.id], NOON)
    await first.storage.close()

    const storage = await openStorage(directory)
    await clearAll(storage)
    expect(rowsIn(directory, gone.id)).toEqual({ sessions: 0, turns: 0, messages: 0 })
    await storage.close()
  })

  it('looks after foreign keys again once a piece is cleared', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    await storage.sessions.delete(session.id, NOON)
    await storage.bin.purge([session.id], NOON)
    await clearAll(storage)
    const kept = await storage.sessions.insert(aSession(), null)
    const sent = aSend(kept.id)
    await storage.turns.send(sent)
    await storage.turns.end(anEnding(sent))
    const { messageId, clientMessageId } = aSend(kept.id)
    const retry = { sessionId: kept.id, messageId: sent.messageId, now: NOON }
    await expect(
      storage.turns.startRetry({
        ...{ ...retry, turnId: messageId, clientTurnId: clientMessageId },
        botId: 'BOT-404',
      }),
    ).rejects.toThrow(/FOREIGN KEY/)
    await storage.close()
  })

  it('keeps a session whose reply is still being stored', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    await storage.sessions.delete(session.id, NOON)
    expect(await storage.bin.purge([session.id], NOON)).toEqual([])
    await storage.turns.end(anEnding(sent))
    expect(await storage.bin.purge([session.id], NOON)).toHaveLength(1)
    await storage.close()
  })

  it('names what was deleted before a moment, the first deleted first', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const other = await storage.sessions.insert(aSession(), null)
    await storage.sessions.delete(other.id, NOON - 2)
    await storage.sessions.delete(session.id, NOON - 1)
    expect(await storage.bin.deletedBefore(NOON, null, 9)).toEqual([other.id, session.id])
    expect(await storage.bin.deletedBefore(NOON, null, 1)).toEqual([other.id])
    expect(await storage.bin.deletedBefore(NOON - 1, null, 9)).toEqual([other.id])
    await storage.close()
  })
})
