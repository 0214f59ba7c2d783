import { copyFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newId } from '@shared/model/new-id'
import type { Session } from '@shared/model/session'
import {
  aBot,
  aSend,
  aSession,
  anEnding,
  HARD_TEXTS,
  NOON,
  openStorage,
  openWithSession,
  TestDirectory,
} from './storage-fixture'

const CLOSED = { code: 'internal', message: 'Port 8000 was closed.' } as const

describe('sending', () => {
  it('stores the message with the next number and begins its turn', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id, { now: NOON + 7 })
    const result = await storage.turns.send(sent)
    expect(result).toEqual({
      kind: 'started',
      message: {
        id: sent.messageId,
        sessionId: session.id,
        seq: 1,
        author: 'person',
        text: 'Hello there',
        status: 'complete',
        turnId: sent.turnId,
        parentSeq: 0,
        botId: null,
        clientMessageId: sent.clientMessageId,
        error: null,
        model: null,
        metrics: null,
        createdAt: NOON + 7,
      },
      session: { ...session, title: 'Hello', lastSeq: 1, headSeq: 1, updatedAt: NOON + 7 },
    })
    expect(await storage.messages.get(sent.messageId)).toMatchObject({
      seq: 1,
      text: 'Hello there',
    })
    await storage.close()
  })

  it('keeps what is known of a message besides its text: said at once, waiting, and replied', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const attached = {
      attachments: [
        {
          ...{ hash: 'a'.repeat(64), name: 'cat.png', type: 'image/png' as const },
          ...{ size: 9, width: 3, height: 2 },
        },
      ],
    }
    const details = { thinking: { text: 'Hm.\u0000', durationMs: 5 } }
    const sent = aSend(session.id, { details: attached })
    await storage.turns.send(sent)
    await storage.turns.send(aSend(session.id, { details: attached, start: false }))
    expect(await storage.turns.queue(session.id)).toMatchObject([{ details: attached }])
    await storage.turns.end(anEnding(sent, { details }))
    await storage.turns.startQueued(session.id, NOON)
    const { messages } = await storage.messages.page({ sessionId: session.id, limit: 9 })
    expect(messages.map((message) => message.details)).toEqual([attached, details, attached])
    await storage.close()
  })

  it('answers the first result where the same message is sent again: running, ended, queued, withdrawn', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    const again = { ...sent, messageId: newId(NOON), turnId: newId(NOON), text: 'changed' }
    const first = {
      kind: 'repeated',
      messageId: sent.messageId,
      turnId: sent.turnId,
      queued: false,
    }
    await storage.turns.send(sent)
    expect(await storage.turns.send(again)).toEqual(first)
    expect(await storage.turns.send({ ...again, start: false })).toEqual(first)

    const waiting = aSend(session.id, { start: false })
    const waitingAgain = { ...waiting, messageId: newId(NOON), turnId: newId(NOON) }
    const second = { kind: 'repeated', messageId: waiting.messageId, turnId: waiting.turnId }
    await storage.turns.send(waiting)
    expect(await storage.turns.send(waitingAgain)).toEqual({ ...second, queued: true })
    expect(await storage.turns.send({ ...waitingAgain, start: true })).toEqual({
      ...second,
      queued: true,
    })
    await storage.turns.withdraw(session.id, waiting.turnId)
    expect(await storage.turns.send(waitingAgain)).toEqual({ ...second, queued: false })

    await storage.turns.end(anEnding(sent))
    expect(await storage.turns.send(again)).toEqual(first)
    expect((await storage.sessions.get(session.id))?.lastSeq).toBe(2)
    expect(
      (await storage.messages.page({ sessionId: session.id, limit: 10 })).messages,
    ).toHaveLength(2)
    await storage.close()
  })

  it('takes the same clientMessageId in another session for another message', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const other = await storage.sessions.insert(aSession(), null)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    const elsewhere = aSend(other.id, { clientMessageId: sent.clientMessageId })
    expect(await storage.turns.send(elsewhere)).toMatchObject({
      kind: 'started',
      message: { seq: 1 },
    })
    await storage.close()
  })

  it('refuses an unknown session and leaves nothing of it', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const lost = aSend(newId(NOON))
    const [refused, started] = await Promise.allSettled([
      storage.turns.send(lost),
      storage.turns.send(aSend(session.id)),
      storage.turns.send({ ...lost, start: false }),
    ])
    expect(refused).toMatchObject({
      status: 'rejected',
      reason: { code: 'not_found', message: 'That conversation is not there any more.' },
    })
    expect(started).toMatchObject({ status: 'fulfilled', value: { kind: 'started' } })
    expect(await storage.messages.get(lost.messageId)).toBeNull()
    await storage.close()
  })

  it('numbers without gaps when a hundred messages and their replies come at once', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const other = await storage.sessions.insert(aSession(), null)
    const sends = Array.from({ length: 100 }, (_, index) =>
      aSend(index % 2 === 0 ? session.id : other.id),
    )
    const stored = await Promise.all(
      sends.map(async (sent) => {
        await storage.turns.send(sent)
        const said = await storage.messages.get(sent.messageId)
        const { message } = await storage.turns.end(anEnding(sent, { parentSeq: said?.seq ?? 0 }))
        return [said, message]
      }),
    )
    for (const sessionId of [session.id, other.id]) {
      const ofSession = stored.flat().filter((message) => message?.sessionId === sessionId)
      expect(ofSession.map((message) => message?.seq ?? 0).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 100 }, (_, index) => index + 1),
      )
    }
    await storage.close()
  })
})

describe('the queue', () => {
  it('holds so many messages and says when it is full, but still knows a repeat', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    await storage.turns.send(aSend(session.id))
    const waiting = [1, 2].map((later) =>
      aSend(session.id, { start: false, maxQueued: 2, text: `${later}`, now: NOON + later }),
    )
    for (const sent of waiting) {
      expect(await storage.turns.send(sent)).toMatchObject({
        kind: 'queued',
        turn: { id: sent.turnId, text: sent.text },
      })
    }
    const tooMany = aSend(session.id, { start: false, maxQueued: 2 })
    expect(await storage.turns.send(tooMany)).toEqual({ kind: 'queue_full' })
    expect(await storage.turns.send(waiting[0] ?? tooMany)).toMatchObject({
      kind: 'repeated',
      queued: true,
    })
    expect((await storage.turns.queue(session.id)).map(({ text }) => text)).toEqual(['1', '2'])

    await storage.turns.withdraw(session.id, waiting[0]?.turnId ?? '')
    // What was refused was not kept: it can be sent now.
    expect(await storage.turns.send(tooMany)).toMatchObject({ kind: 'queued' })
    await storage.close()
  })

  it('starts the oldest first, gives it its number then, and says when it was said', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const first = aSend(session.id)
    const second = aSend(session.id, { start: false, text: 'second', now: NOON + 1 })
    const third = aSend(session.id, { start: false, text: 'third', now: NOON + 1 })
    for (const sent of [first, second, third]) await storage.turns.send(sent)
    expect(await storage.messages.get(second.messageId)).toBeNull()
    await storage.turns.end(anEnding(first))

    const started = await storage.turns.startQueued(session.id, NOON + 50)
    expect(started).toMatchObject({
      turnId: second.turnId,
      message: {
        id: second.messageId,
        seq: 3,
        text: 'second',
        createdAt: NOON + 1,
        clientMessageId: second.clientMessageId,
      },
      session: { lastSeq: 3, updatedAt: NOON + 50 },
    })
    expect(await storage.messages.get(second.messageId)).toEqual(started?.message)
    await storage.turns.end(anEnding(second))
    expect(await storage.turns.startQueued(session.id, NOON)).toMatchObject({
      turnId: third.turnId,
      message: { seq: 5 },
    })
    expect(await storage.turns.startQueued(session.id, NOON)).toBeNull()
    await storage.close()
  })

  it('gives a withdrawn message back once, and never to another session', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const other = await storage.sessions.insert(aSession(), null)
    const sent = aSend(session.id)
    const waiting = aSend(session.id, { start: false, text: 'wait, \ud83d' })
    await storage.turns.send(sent)
    await storage.turns.send(waiting)
    expect(await storage.turns.withdraw(other.id, waiting.turnId)).toBeNull()
    expect(await storage.turns.withdraw(session.id, sent.turnId)).toBeNull()
    expect(await storage.turns.withdraw(session.id, waiting.turnId)).toEqual({
      id: waiting.turnId,
      sessionId: session.id,
      messageId: waiting.messageId,
      clientMessageId: waiting.clientMessageId,
      text: 'wait, \ud83d',
      createdAt: NOON,
    })
    expect(await storage.turns.withdraw(session.id, waiting.turnId)).toBeNull()
    expect(await storage.turns.queue(session.id)).toEqual([])
    await storage.close()
  })

  it.each(Object.entries(HARD_TEXTS))('keeps %s exactly, across a restart', async (_, text) => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    await storage.turns.send(aSend(session.id, { start: false, text }))
    await storage.close()
    const again = await openStorage(directory)
    expect((await again.turns.queue(session.id)).map((turn) => turn.text)).toEqual([text])
    expect((await again.turns.startQueued(session.id, NOON))?.message.text).toBe(text)
    await again.close()
  })

  it('names the sessions of a bot in which something waits, the longest wait first', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    await storage.bots.insert(aBot({ id: 'BOT-002' }))
    const make = (botId = 'BOT-001'): Promise<Session> =>
      storage.sessions.insert(aSession({ botId }), null)
    const [late, early, deleted, foreign] = [
      await make(),
      await make(),
      await make(),
      await make('BOT-002'),
    ]
    const wait = (sessionId: string, now: number) =>
      storage.turns.send(aSend(sessionId, { start: false, now }))
    await wait(late.id, NOON + 20)
    await wait(early.id, NOON + 10)
    await wait(early.id, NOON + 30)
    await wait(deleted.id, NOON)
    await wait(foreign.id, NOON)
    await storage.turns.send(aSend(session.id))
    await storage.sessions.delete(deleted.id, NOON)

    expect(await storage.turns.sessionsWithQueue('BOT-001')).toEqual([early.id, late.id])
    expect(await storage.turns.sessionsWithQueue('BOT-002')).toEqual([foreign.id])
    expect(await storage.turns.startQueued(deleted.id, NOON)).toBeNull()
    await storage.close()
  })
})

describe('ending', () => {
  it.each(['complete', 'stopped', 'failed', 'interrupted'] as const)(
    'keeps a reply that is %s as the next message',
    async (status) => {
      using directory = new TestDirectory()
      const { storage, session } = await openWithSession(directory)
      const sent = aSend(session.id)
      await storage.turns.send(sent)
      const { message, session: after } = await storage.turns.end(
        anEnding(sent, { status, text: 'so far' }),
      )
      expect(message).toMatchObject({
        seq: 2,
        status,
        text: 'so far',
        parentSeq: 1,
        botId: null,
        turnId: sent.turnId,
      })
      expect(after).toMatchObject({ lastSeq: 2, updatedAt: NOON + 1_000 })
      await storage.close()
    },
  )

  it('happens once: a second ending changes nothing', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    await storage.turns.end(anEnding(sent))
    await expect(storage.turns.end(anEnding(sent, { status: 'stopped' }))).rejects.toThrow(
      'not running',
    )
    expect((await storage.sessions.get(session.id))?.lastSeq).toBe(2)
    await storage.close()
  })

  it('keeps the reply of a session that was deleted meanwhile', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    await storage.sessions.delete(session.id, NOON)
    await storage.turns.end(anEnding(sent))
    expect(await storage.sessions.restore(session.id)).toMatchObject({ lastSeq: 2 })
    await storage.close()
  })
})

describe('a retry', () => {
  it('begins another turn for the same message, as often as it takes', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    await storage.turns.end(anEnding(sent, { status: 'failed', text: '', error: CLOSED }))
    for (const seq of [3, 4]) {
      const turnId = newId(NOON)
      await storage.turns.startRetry({
        turnId,
        sessionId: session.id,
        messageId: sent.messageId,
        clientTurnId: null,
        botId: null,
        now: NOON,
      })
      const { message } = await storage.turns.end(anEnding(sent, { turnId }))
      expect(message).toMatchObject({ seq, parentSeq: 1, turnId })
    }
    await storage.close()
  })

  it('refuses a message of another session', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const other = await storage.sessions.insert(aSession(), null)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    const retry = {
      turnId: newId(NOON),
      sessionId: other.id,
      messageId: sent.messageId,
      clientTurnId: null,
      botId: null,
      now: NOON,
    }
    await expect(storage.turns.startRetry(retry)).rejects.toMatchObject({ code: 'not_found' })
    await storage.close()
  })
})

describe('after a crash', () => {
  it('every running turn becomes an interrupted reply with the text that was saved; what waits still waits', async () => {
    using directory = new TestDirectory()
    using crashed = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const other = await storage.sessions.insert(aSession(), null)
    const talking = aSend(session.id)
    const silent = aSend(other.id)
    const waiting = aSend(session.id, { start: false, text: 'next' })
    for (const sent of [talking, silent, waiting]) await storage.turns.send(sent)
    await storage.turns.savePartials([{ turnId: talking.turnId, text: 'Hel' }])
    await storage.turns.savePartials([
      { turnId: talking.turnId, text: 'Hello, \ud83d' },
      { turnId: 'unknown', text: 'nobody' },
    ])
    // The files as they are while the program runs are what a crash leaves.
    for (const name of ['port8000.db', 'port8000.db-wal'])
      copyFileSync(directory.file(name), crashed.file(name))
    await storage.close()

    const again = await openStorage(crashed)
    expect(await again.turns.interruptRunning(NOON + 60_000, CLOSED)).toBe(2)
    expect(await again.turns.interruptRunning(NOON + 60_000, CLOSED)).toBe(0)
    const { messages } = await again.messages.page({ sessionId: session.id, limit: 10 })
    expect(messages[1]).toMatchObject({
      seq: 2,
      author: 'bot',
      text: 'Hello, \ud83d',
      status: 'interrupted',
      error: CLOSED,
      turnId: talking.turnId,
      parentSeq: 1,
      createdAt: NOON + 60_000,
    })
    expect(
      (await again.messages.page({ sessionId: other.id, limit: 10 })).messages[1],
    ).toMatchObject({ seq: 2, text: '' })
    expect(await again.sessions.get(session.id)).toMatchObject({ lastSeq: 2 })
    expect(await again.turns.startQueued(session.id, NOON)).toMatchObject({
      message: { seq: 3, text: 'next' },
    })
    await again.close()
  })

  it('a partial text that comes after the end changes nothing', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    const { message } = await storage.turns.end(anEnding(sent))
    await storage.turns.savePartials([{ turnId: sent.turnId, text: 'late' }])
    expect(await storage.messages.get(message.id)).toEqual(message)
    expect(await storage.turns.interruptRunning(NOON, CLOSED)).toBe(0)
    await storage.close()
  })
})
