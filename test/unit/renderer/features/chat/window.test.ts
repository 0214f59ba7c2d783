import { afterEach, describe, expect, it } from 'vitest'
import { buildSession, sessionIdOf } from '../../support/builders'
import { buildMessage, buildView, messageIdOf, SESSION_ID } from './support/chat-builders'
import { openLong } from './support/long-conversation'

const MOST = 240

afterEach(() => sessionStorage.clear())

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

describe('the window of a long conversation', () => {
  it('goes up to the first message and back to the newest, never with more than a window of them', async () => {
    const { actions, shown, readAt, seqs, stored } = await openLong(1_000)
    const check = () => {
      const { first = 0, last = 0, count } = shown()
      expect(count).toBeLessThanOrEqual(MOST)
      expect(stored()).toBe(count)
      expect(seqs(), 'no gap, nothing twice').toEqual(range(first, last))
    }
    while (shown().hasEarlier === true) {
      readAt(shown().first ?? 0)
      await actions.loadEarlier(SESSION_ID)
      check()
    }
    expect(shown()).toMatchObject({ first: 1, hasLater: true, lastSeq: 1_000 })
    while (shown().hasLater === true) {
      readAt(shown().last ?? 0)
      await actions.loadLater(SESSION_ID)
      check()
    }
    expect(shown()).toMatchObject({ last: 1_000, hasEarlier: true })
  })

  it('drops the oldest as more is said to somebody who follows', async () => {
    const { actions, shown, stored } = await openLong(100)
    for (const seq of range(101, 700))
      actions.applySessionEvents([
        { event: 'message.added', sessionId: SESSION_ID, message: buildMessage(seq) },
      ])
    expect(shown()).toMatchObject({ last: 700, hasLater: false, hasEarlier: true })
    expect(stored()).toBeLessThanOrEqual(MOST)
  })

  it('leaves what somebody reads further up, and then only counts what is said', async () => {
    const { actions, shown, readAt, seqs } = await openLong(100)
    readAt(60)
    for (const seq of range(101, 700))
      actions.applySessionEvents([
        { event: 'message.added', sessionId: SESSION_ID, message: buildMessage(seq) },
      ])
    expect(shown()).toMatchObject({ first: 51, hasLater: true, lastSeq: 700, gap: null })
    expect(seqs()).toContain(60)
    expect(shown().count).toBeLessThanOrEqual(MOST)
  })

  it('puts nothing of a page beside what is here when its reader has gone elsewhere meanwhile', async () => {
    const { actions, shown, readAt, seqs } = await openLong(1_000)
    readAt(951)
    const loading = actions.loadEarlier(SESSION_ID)
    await actions.showOldest(SESSION_ID)
    await loading
    expect(seqs()).toEqual(range(1, 30))
    expect(shown()).toMatchObject({ hasEarlier: false, hasLater: true, earlier: 'idle' })
  })

  it('shows the first message at once, however many there are', async () => {
    const { actions, shown, api } = await openLong(1_000)
    const askedBefore = api.asked.length
    await actions.showOldest(SESSION_ID)
    expect(shown()).toMatchObject({ first: 1, hasEarlier: false, hasLater: true })
    expect(api.asked.length - askedBefore).toBeLessThanOrEqual(2)
  })
})

describe('a conversation that is left', () => {
  const elsewhere = sessionIdOf(2)

  it('keeps a page where its reader was, and goes on from there', async () => {
    const { actions, shown, jumpTo, readAt, seqs, stored } = await openLong(1_000)
    await jumpTo(500)
    await actions.loadLater(SESSION_ID)
    readAt(510)
    await actions.openSession(elsewhere)
    await expect.poll(stored).toBe(50)
    expect(seqs()).toContain(510)
    await actions.openSession(SESSION_ID)
    expect(seqs()).toContain(510)
    expect(shown()).toMatchObject({ hasEarlier: true, hasLater: true, status: 'ready' })
  })

  it('keeps nothing once many others were looked at, and is read again where its reader was', async () => {
    const { actions, store, jumpTo, readAt, seqs } = await openLong(1_000)
    await jumpTo(500)
    readAt(500)
    const known = () => Object.keys(store.getState().chat.conversations)
    for (const number of range(2, 12)) await actions.openSession(sessionIdOf(number))
    await expect.poll(known).not.toContain(SESSION_ID)
    await actions.openSession(SESSION_ID)
    expect(seqs()).toEqual(range(471, 530))
  })

  it('keeps what could not be sent', async () => {
    const { actions, store } = await openLong(10)
    store.setState({ connection: { status: 'offline', retryAt: null } })
    await actions.sendMessage(SESSION_ID, 'not lost')
    for (const number of range(2, 12)) await actions.openSession(sessionIdOf(number))
    await expect.poll(() => store.getState().chat.conversations[SESSION_ID]?.messageIds).toEqual([])
    expect(store.getState().chat.conversations[SESSION_ID]?.pending).toMatchObject([
      { text: 'not lost' },
    ])
  })

  it('is found at the same place after the page was loaded again', async () => {
    const before = await openLong(1_000)
    before.readAt(300)
    before.actions.saveDrafts()
    const { seqs } = await openLong(1_000)
    expect(seqs()).toEqual(range(271, 330))
  })

  it('shows its end where the place cannot be read', async () => {
    const before = await openLong(100)
    before.readAt(20)
    before.actions.saveDrafts()
    const { shown } = await openLong(100, {
      'sessions.watch': () =>
        buildView({
          session: buildSession({ id: SESSION_ID, lastSeq: 2, headSeq: 2 }),
          messages: [buildMessage(1), buildMessage(2)],
        }),
      'messages.list': () => Promise.reject(new Error(messageIdOf(1))),
    })
    expect(shown()).toMatchObject({ first: 1, last: 2, status: 'ready' })
  })
})
