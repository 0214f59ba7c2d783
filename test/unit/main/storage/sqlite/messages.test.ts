import { describe, expect, it } from 'vitest'
import { aSend, anEnding, HARD_TEXTS, openWithSession, TestDirectory } from './storage-fixture'
import type { Storage } from '@main/core/storage/storage'

/** Says `count` things and answers each: messages 1 to 2 × count. */
async function talk(storage: Storage, sessionId: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const sent = aSend(sessionId, { text: `question ${index}` })
    await storage.turns.send(sent)
    await storage.turns.end(anEnding(sent, { parentSeq: 2 * index + 1, text: `answer ${index}` }))
  }
}

describe('messages', () => {
  it('come oldest first, the newest page by default, and further back or on from a number', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    await talk(storage, session.id, 5)
    const page = async (query: { before?: number; after?: number; limit: number }) => {
      const { messages, hasMore } = await storage.messages.page({ sessionId: session.id, ...query })
      return [messages.map(({ seq }) => seq), hasMore]
    }
    expect(await page({ limit: 4 })).toEqual([[7, 8, 9, 10], true])
    expect(await page({ limit: 10 })).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false])
    expect(await page({ before: 7, limit: 4 })).toEqual([[3, 4, 5, 6], true])
    expect(await page({ before: 3, limit: 4 })).toEqual([[1, 2], false])
    expect(await page({ before: 1, limit: 4 })).toEqual([[], false])
    expect(await page({ after: 0, limit: 4 })).toEqual([[1, 2, 3, 4], true])
    expect(await page({ after: 7, limit: 3 })).toEqual([[8, 9, 10], false])
    expect(await page({ after: 10, limit: 3 })).toEqual([[], false])
    expect(await page({ after: 2, before: 6, limit: 10 })).toEqual([[3, 4, 5], false])
    await storage.close()
  })

  it('belong to one session only', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const other = await storage.sessions.insert({ ...session, id: 'other' }, null)
    await talk(storage, session.id, 2)
    await talk(storage, other.id, 1)
    const { messages } = await storage.messages.page({ sessionId: other.id, limit: 10 })
    expect(messages.map(({ seq, text }) => [seq, text])).toEqual([
      [1, 'question 0'],
      [2, 'answer 0'],
    ])
    await storage.close()
  })

  it.each(Object.entries(HARD_TEXTS))('keep %s exactly, said and answered', async (_, text) => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id, { text })
    const started = await storage.turns.send(sent)
    const { message: reply } = await storage.turns.end(anEnding(sent, { text }))
    const { messages } = await storage.messages.page({ sessionId: session.id, limit: 10 })
    expect(messages.map((message) => message.text)).toEqual([text, text])
    expect(started).toMatchObject({ message: messages[0] })
    expect(reply).toEqual(messages[1])
    await storage.close()
  })

  it('keep metrics and errors with every field, and tell what was answered when they were stored', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const metrics = {
      timeToFirstTokenMs: 12.5,
      totalMs: 900,
      loadMs: null,
      promptTokens: 10,
      replyTokens: 20,
      tokensPerSecond: 33.3,
      doneReason: 'stop',
    }
    const complete = aSend(session.id)
    await storage.turns.send(complete)
    const first = await storage.turns.end(anEnding(complete, { metrics }))
    const failed = aSend(session.id)
    await storage.turns.send(failed)
    const error = { code: 'engine_busy', message: 'Busy.', retryAfterMs: 500 } as const
    const second = await storage.turns.end(
      anEnding(failed, { status: 'failed', text: '', error, model: null }),
    )

    expect(first.message).toMatchObject({
      metrics,
      error: null,
      model: 'llama3.2:1b',
      author: 'bot',
    })
    expect(second.message).toMatchObject({ metrics: null, error, status: 'failed', seq: 4 })
    expect(await storage.messages.get(first.message.id)).toEqual(first.message)
    expect(await storage.messages.get(second.message.id)).toEqual(second.message)
    expect(await storage.messages.get('nothing')).toBeNull()
    await storage.close()
  })
})
