import { describe, expect, it } from 'vitest'
import { newId } from '@shared/model/new-id'
import type { Storage } from '@main/core/storage/storage'
import { aSend, anEnding, NOON, openWithSession, TestDirectory } from './storage-fixture'

/** Says something and answers it; both are known by what was said. */
async function talk(storage: Storage, sessionId: string, text: string, replaces?: string) {
  const sent = aSend(sessionId, { text, replaces })
  await storage.turns.send(sent)
  const said = await storage.messages.get(sent.messageId)
  await storage.turns.end(anEnding(sent, { parentSeq: said?.seq ?? 0, text: `re ${text}` }))
  return sent.messageId
}

async function again(storage: Storage, sessionId: string, messageId: string, text: string) {
  const turnId = newId(NOON)
  const retry = { turnId, sessionId, messageId, clientTurnId: null, botId: null, now: NOON }
  await storage.turns.startRetry(retry)
  const said = await storage.messages.get(messageId)
  const sent = aSend(sessionId, { turnId })
  await storage.turns.end(anEnding(sent, { parentSeq: said?.seq ?? 0, text }))
}

const textsOf = async (storage: Storage, sessionId: string, through?: number) => {
  const { messages } = await storage.messages.page({ sessionId, through, limit: 200 })
  return messages.map(({ text }) => text)
}

describe('branches', () => {
  it('keep every version: an edited message, a second reply, and what followed the first ones', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const first = await talk(storage, session.id, 'a')
    const second = await talk(storage, session.id, 'b')
    await talk(storage, session.id, 'B', second)
    expect(await textsOf(storage, session.id)).toEqual(['a', 're a', 'B', 're B'])
    await again(storage, session.id, first, 'again a')
    expect(await textsOf(storage, session.id)).toEqual(['a', 'again a'])
    expect(await textsOf(storage, session.id, 3)).toEqual(['a', 're a', 'b', 're b'])
    const page = await storage.messages.page({ sessionId: session.id, through: 3, limit: 200 })
    expect(page.versions).toEqual({ 1: [2, 7], 2: [3, 5] })
    expect(await storage.sessions.get(session.id)).toMatchObject({ lastSeq: 7, headSeq: 7 })
    await storage.close()
  })

  it('are switched to their newest message, and what is said next follows it', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const first = await talk(storage, session.id, 'a')
    await talk(storage, session.id, 'b')
    await again(storage, session.id, first, 'again a')
    expect(await storage.sessions.switchBranch(session.id, 2)).toMatchObject({ headSeq: 4 })
    await talk(storage, session.id, 'c')
    expect(await textsOf(storage, session.id)).toEqual(['a', 're a', 'b', 're b', 'c', 're c'])
    expect(await storage.sessions.switchBranch(session.id, 99)).toBeNull()
    await storage.close()
  })

  it('come in pages of the visible one, both ways, over the places where it was cut', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    await talk(storage, session.id, 'a')
    const second = await talk(storage, session.id, 'b')
    await talk(storage, session.id, 'B', second)
    await talk(storage, session.id, 'c')
    const page = async (query: { before?: number; after?: number; limit: number }) => {
      const { messages, hasMore } = await storage.messages.page({ sessionId: session.id, ...query })
      return [messages.map(({ seq }) => seq), hasMore]
    }
    expect(await page({ limit: 3 })).toEqual([[6, 7, 8], true])
    expect(await page({ before: 6, limit: 2 })).toEqual([[2, 5], true])
    expect(await page({ before: 6, limit: 3 })).toEqual([[1, 2, 5], false])
    expect(await page({ after: 1, limit: 2 })).toEqual([[2, 5], true])
    expect(await page({ after: 5, limit: 3 })).toEqual([[6, 7, 8], false])
    const visible = await Promise.all(
      [0, 1, 2, 3, 4, 5, 8, 9].map((seq) => storage.messages.isVisible(session.id, seq)),
    )
    expect(visible).toEqual([true, true, true, false, false, true, true, false])
    await storage.close()
  })

  it('leave a reply in its own where another one was made visible while it was made', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const first = await talk(storage, session.id, 'a')
    await talk(storage, session.id, 'b')
    const turnId = newId(NOON)
    const retry = {
      turnId,
      sessionId: session.id,
      messageId: first,
      clientTurnId: null,
      botId: null,
    }
    await storage.turns.startRetry({ ...retry, now: NOON })
    await storage.sessions.switchBranch(session.id, 3)
    const ended = await storage.turns.end(anEnding(aSend(session.id, { turnId }), { text: 'late' }))
    expect(ended).toMatchObject({ message: { seq: 5, parentSeq: 1 }, session: { headSeq: 4 } })
    expect(await textsOf(storage, session.id)).toEqual(['a', 're a', 'b', 're b'])
    await storage.close()
  })

  it('begin nothing twice for one clientTurnId', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const messageId = await talk(storage, session.id, 'a')
    const asked = { sessionId: session.id, messageId, clientTurnId: 'asked-once', botId: null }
    const turnIds = [newId(NOON), newId(NOON)]
    const [begun, repeated] = await Promise.all(
      turnIds.map((turnId) => storage.turns.startRetry({ ...asked, turnId, now: NOON })),
    )
    expect(begun).toMatchObject({ turnId: turnIds[0], message: { id: messageId, text: 'a' } })
    expect(repeated).toEqual({ turnId: turnIds[0], message: null })
    expect(await storage.turns.findSent(session.id, 'asked-once')).toBe(turnIds[0])
    await storage.close()
  })

  it('are forked up to a message: the same words in a session of their own', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    await talk(storage, session.id, 'a')
    const second = await talk(storage, session.id, 'b')
    const edited = await talk(storage, session.id, 'B', second)
    const fork = {
      sessionId: session.id,
      id: newId(NOON),
      title: 'Fork',
      now: NOON,
      personId: 'owner',
    }
    const made = await storage.sessions.fork({ ...fork, messageId: edited })
    expect(made).toMatchObject({ title: 'Fork', lastSeq: 3, headSeq: 3, version: 1 })
    expect(await textsOf(storage, fork.id)).toEqual(['a', 're a', 'B'])
    expect(await textsOf(storage, session.id)).toEqual(['a', 're a', 'B', 're B'])
    expect(await storage.sessions.fork({ ...fork, messageId: newId(NOON) })).toBeNull()
    await storage.close()
  })
})
