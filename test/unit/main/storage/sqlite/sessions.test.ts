import { describe, expect, it } from 'vitest'
import type { Session } from '@shared/model/session'
import {
  aBot,
  aSend,
  aSession,
  anOpening,
  HARD_TEXTS,
  NOON,
  openStorage,
  openWithSession,
  TestDirectory,
} from './storage-fixture'
import { OWNER_READER } from '@test/support/first-person'

describe('sessions', () => {
  it('begins with what the bot says first, as message 1', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    await storage.bots.insert(aBot())
    const begun = aSession()
    const opening = anOpening(begun.id, 'Ask me anything about Port 8000.')

    const session = await storage.sessions.insert(begun, opening)
    expect(session).toEqual({ ...begun, lastSeq: 1, headSeq: 1 })
    expect(await storage.sessions.get(begun.id)).toEqual(session)
    expect(await storage.messages.page({ sessionId: begun.id, limit: 10 })).toEqual({
      messages: [{ ...opening, seq: 1 }],
      hasMore: false,
      versions: {},
    })
    await storage.close()
  })

  it('lists the most recently used first and goes on where a page ended, ties included', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    await storage.bots.insert(aBot())
    await storage.bots.insert(aBot({ id: 'BOT-002' }))
    const made: Session[] = []
    for (let index = 0; index < 7; index++) {
      const botId = index % 2 === 0 ? 'BOT-001' : 'BOT-002'
      // Sessions 2, 3 and 4 were used in the same millisecond.
      const updatedAt = NOON + (index >= 2 && index <= 4 ? 3 : index)
      made.push(await storage.sessions.insert(aSession({ botId, updatedAt }), null))
    }
    const expected = [6, 5, 4, 3, 2, 1, 0].map((index) => made[index]?.id)

    const seen: string[] = []
    let before: { updatedAt: number; id: string } | undefined
    for (;;) {
      const { sessions, hasMore } = await storage.sessions.list({ before, limit: 2 }, OWNER_READER)
      seen.push(...sessions.map(({ id }) => id))
      const last = sessions.at(-1)
      if (!hasMore || !last) break
      before = { updatedAt: last.updatedAt, id: last.id }
    }
    expect(seen).toEqual(expected)

    const ofSecond = await storage.sessions.list({ botId: 'BOT-002', limit: 10 }, OWNER_READER)
    expect(ofSecond.sessions.map(({ id }) => id)).toEqual([5, 3, 1].map((index) => made[index]?.id))
    expect(ofSecond.hasMore).toBe(false)
    await storage.close()
  })

  it('moves to the front of the list when something is said', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const other = await storage.sessions.insert(aSession({ updatedAt: NOON + 5 }), null)
    await storage.turns.send(aSend(session.id, { now: NOON + 10 }))
    const { sessions } = await storage.sessions.list({ limit: 10 }, OWNER_READER)
    expect(sessions.map(({ id }) => id)).toEqual([session.id, other.id])
    await storage.close()
  })

  it('takes its title from the first message only, and from a person at any time', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const first = await storage.turns.send(aSend(session.id, { title: 'First' }))
    expect(first).toMatchObject({ kind: 'started', session: { title: 'First' } })
    await storage.turns.send(aSend(session.id, { title: 'Second' }))
    expect((await storage.sessions.get(session.id))?.title).toBe('First')
    expect(await storage.sessions.rename(session.id, 'Mine')).toMatchObject({ title: 'Mine' })
    await storage.turns.send(aSend(session.id, { title: 'Third', start: false }))
    expect((await storage.sessions.get(session.id))?.title).toBe('Mine')
    await storage.close()
  })

  it.each(Object.entries(HARD_TEXTS))('keeps a title with %s exactly', async (_, title) => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = await storage.turns.send(aSend(session.id, { title }))
    expect(sent).toMatchObject({ session: { title } })
    // A title that is nothing but unreadable is a title all the same.
    await storage.turns.send(aSend(session.id, { title: 'Other' }))
    expect((await storage.sessions.get(session.id))?.title).toBe(title)
    await storage.sessions.rename(session.id, 'plain')
    expect((await storage.sessions.get(session.id))?.title).toBe('plain')
    expect((await storage.sessions.rename(session.id, title))?.title).toBe(title)
    await storage.close()
  })

  it('is gone once deleted, and back with everything once restored', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    const before = await storage.sessions.get(session.id)

    expect(await storage.sessions.delete(session.id, NOON)).toBe(true)
    expect(await storage.sessions.delete(session.id, NOON)).toBe(false)
    expect(await storage.sessions.get(session.id)).toBeNull()
    expect((await storage.sessions.list({ limit: 10 }, OWNER_READER)).sessions).toEqual([])
    await expect(storage.turns.send(aSend(session.id))).rejects.toMatchObject({ code: 'not_found' })
    await expect(storage.turns.send(aSend(session.id, { start: false }))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(storage.turns.send(sent)).rejects.toMatchObject({ code: 'not_found' })

    expect(await storage.sessions.restore(session.id)).toEqual(before)
    expect(await storage.sessions.restore(session.id)).toBeNull()
    await storage.close()
  })

  it('answers null or false for an id it does not know', async () => {
    using directory = new TestDirectory()
    const { storage } = await openWithSession(directory)
    expect(await storage.sessions.get('../../etc')).toBeNull()
    expect(await storage.sessions.rename('nothing', 'x')).toBeNull()
    expect(await storage.sessions.delete('nothing', NOON)).toBe(false)
    expect(await storage.sessions.restore('nothing')).toBeNull()
    await storage.close()
  })
})
