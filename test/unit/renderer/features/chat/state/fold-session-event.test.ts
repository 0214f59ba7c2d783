import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SessionEvent } from '@shared/contract/events'
import { NO_CHAT_DATA, withConversation } from '@renderer/features/chat/state/chat-data'
import type { ChatData, SessionData } from '@renderer/features/chat/state/chat-data'
import { withSessionEvent } from '@renderer/features/chat/state/fold-session-event'
import { withSessionView } from '@renderer/features/chat/state/fold-session-view'
import {
  buildLive,
  buildMessage,
  buildQueued,
  buildView,
  messageIdOf,
  SESSION_ID,
  turnIdOf,
} from '../support/chat-builders'

const opened = withSessionView(NO_CHAT_DATA, buildView())
const added = (seq: number): SessionEvent => ({
  event: 'message.added',
  sessionId: SESSION_ID,
  message: buildMessage(seq),
})
const started = (number: number): SessionEvent => ({
  event: 'turn.started',
  sessionId: SESSION_ID,
  turn: buildLive(number),
})
const extended = (number: number, offset: number, text: string): SessionEvent => ({
  event: 'turn.extended',
  sessionId: SESSION_ID,
  turnId: turnIdOf(number),
  offset,
  text,
})
const ended = (number: number, text: string): SessionEvent => ({
  event: 'turn.ended',
  sessionId: SESSION_ID,
  turnId: turnIdOf(number),
  message: buildMessage(number * 2, { text, turnId: turnIdOf(number) }),
  headSeq: number * 2,
})
const fold = (events: readonly SessionEvent[], from: ChatData = opened) =>
  events.reduce(withSessionEvent, from)
const sessionOf = (data: ChatData): SessionData => {
  const session = data.conversations[SESSION_ID]
  if (session === undefined) throw new Error('the session is not there')
  return session
}

describe('withSessionEvent', () => {
  it('adds messages in order, each once however often it is told', () => {
    const data = fold([added(1), added(1), started(1), ended(1, 'yes'), ended(1, 'yes'), added(1)])
    expect(sessionOf(data).messageIds).toEqual([messageIdOf(1), messageIdOf(2)])
    expect(sessionOf(data)).toMatchObject({ lastSeq: 2, live: null, gap: null })
  })

  it('does not put a message after a gap, and says that something is missing', () => {
    const data = fold([added(1), added(3)])
    expect(sessionOf(data)).toMatchObject({
      messageIds: [messageIdOf(1)],
      lastSeq: 1,
      gap: 'missed',
    })
  })

  it('forgets facts of a session that was never opened', () => {
    expect(withSessionEvent(NO_CHAT_DATA, added(1))).toBe(NO_CHAT_DATA)
  })

  it('heals a repeat and an overlap of live text, and shows a gap', () => {
    const data = fold([
      added(1),
      started(1),
      extended(1, 0, 'Hello '),
      extended(1, 0, 'Hello '),
      extended(1, 3, 'lo there'),
    ])
    expect(sessionOf(data).live?.text).toBe('Hello there')
    expect(sessionOf(fold([extended(1, 0, 'He')], data)).live?.text).toBe('Hello there')
    expect(sessionOf(fold([extended(1, 20, 'lost')], data))).toMatchObject({ gap: 'missed' })
  })

  it('comes to the same text however the pieces are cut, repeated and overlapped', () => {
    const text = 'The quick brown fox 🦊 jumps over the lazy dog'
    const pieces = fc.array(fc.tuple(fc.nat(text.length), fc.nat(12)), { maxLength: 40 })
    fc.assert(
      fc.property(pieces, (cuts) => {
        let reached = 0
        const events = cuts.flatMap(([from, length]) => {
          const offset = Math.min(from, reached)
          const end = Math.min(text.length, offset + length)
          reached = Math.max(reached, end)
          return [extended(1, offset, text.slice(offset, end))]
        })
        const { live, gap } = sessionOf(fold([added(1), started(1), ...events]))
        expect([live?.text, gap]).toEqual([text.slice(0, reached), null])
      }),
    )
  })

  it('asks to watch again where text comes for a reply whose beginning was missed', () => {
    expect(sessionOf(fold([added(1), extended(1, 0, 'Hi')])).gap).toBe('missed')
  })

  it('ignores late news of a reply that has ended', () => {
    const data = fold([added(1), started(1), ended(1, 'done')])
    expect(fold([extended(1, 0, 'do'), started(1)], data)).toBe(data)
  })

  it('puts the stored reply in the place of the live text in one step', () => {
    const before = fold([added(1), started(1), extended(1, 0, 'partial')])
    const after = withSessionEvent(before, ended(1, 'partial and whole'))
    expect(sessionOf(after)).toMatchObject({
      live: null,
      messageIds: [messageIdOf(1), messageIdOf(2)],
    })
    expect(after.messages[messageIdOf(2)]?.text).toBe('partial and whole')
  })

  it('keeps the live text while its stored reply cannot be put in its place', () => {
    const before = fold([added(1), started(1), extended(1, 0, 'partial')])
    const gap: SessionEvent = {
      event: 'turn.ended',
      sessionId: SESSION_ID,
      turnId: turnIdOf(1),
      message: buildMessage(4, { turnId: turnIdOf(1) }),
      headSeq: 4,
    }
    expect(sessionOf(withSessionEvent(before, gap))).toMatchObject({
      gap: 'missed',
      live: { text: 'partial' },
    })
  })

  it('never takes the phase back', () => {
    const phased = (phase: 'loading' | 'answering'): SessionEvent => ({
      event: 'turn.phased',
      sessionId: SESSION_ID,
      turnId: turnIdOf(1),
      phase,
      since: 1,
      place: null,
    })
    const data = fold([added(1), started(1), phased('answering'), phased('loading')])
    expect(sessionOf(data).live?.phase).toBe('answering')
  })

  it('leads a message through the queue into the conversation', () => {
    const queued: SessionEvent = {
      event: 'turn.queued',
      sessionId: SESSION_ID,
      turn: buildQueued(2),
    }
    const waiting = fold([added(1), started(1), queued, queued])
    expect(sessionOf(waiting).queue.map(({ text }) => text)).toEqual(['queued 2'])
    const begun = fold([ended(1, 'one'), added(3), started(2)], waiting)
    expect(sessionOf(begun)).toMatchObject({ queue: [], live: { id: turnIdOf(2) } })
    // Told again late, it does not come back.
    expect(sessionOf(fold([queued], begun)).queue).toEqual([])
  })

  it('takes a withdrawn message out of the queue', () => {
    const data = fold([
      { event: 'turn.queued', sessionId: SESSION_ID, turn: buildQueued(2) },
      { event: 'turn.withdrawn', sessionId: SESSION_ID, turnId: turnIdOf(2) },
    ])
    expect(sessionOf(data).queue).toEqual([])
  })

  it('replaces what was being sent by what was said, in the same step', () => {
    const pending = {
      clientMessageId: 'client-message-1',
      text: 'text 1',
      createdAt: 0,
      state: 'sending',
      error: null,
    } as const
    const sending = withConversation(opened, SESSION_ID, { pending: [pending] })
    expect(sessionOf(withSessionEvent(sending, added(1)))).toMatchObject({
      pending: [],
      messageIds: [messageIdOf(1)],
    })
  })
})

describe('branches', () => {
  const talked = fold([
    added(1),
    started(1),
    ended(1, 'one'),
    added(3),
    started(2),
    ended(2, 'two'),
  ])
  const idsOf = (data: ChatData) => sessionOf(data).messageIds

  it('shows another version of a message in the place of what followed the same one', () => {
    const edited = buildMessage(5, { parentSeq: 2 })
    const data = fold(
      [{ event: 'message.added', sessionId: SESSION_ID, message: edited }, started(3)],
      talked,
    )
    expect(idsOf(data)).toEqual([1, 2, 5].map(messageIdOf))
    expect(sessionOf(data)).toMatchObject({ lastSeq: 5, versions: { 2: [3, 5] }, gap: null })
  })

  it('ends at the message that is answered again, and shows the new reply there', () => {
    const live = buildLive(3, { replyTo: messageIdOf(1), parentSeq: 1 })
    const again = fold([{ event: 'turn.started', sessionId: SESSION_ID, turn: live }], talked)
    expect(idsOf(again)).toEqual([messageIdOf(1)])
    const reply = buildMessage(5, { author: 'bot', parentSeq: 1, turnId: live.id })
    const ending = { event: 'turn.ended', sessionId: SESSION_ID, turnId: live.id } as const
    const data = fold([{ ...ending, message: reply, headSeq: 5 }], again)
    expect(idsOf(data)).toEqual([1, 5].map(messageIdOf))
    expect(sessionOf(data)).toMatchObject({ lastSeq: 5, versions: { 1: [2, 5] }, live: null })
  })

  it('leaves what is shown alone where a reply ends in a branch that is not visible', () => {
    const reply = buildMessage(7, { author: 'bot', parentSeq: 1 })
    const data = withSessionEvent(talked, {
      event: 'turn.ended',
      sessionId: SESSION_ID,
      turnId: reply.turnId ?? '',
      message: reply,
      headSeq: 4,
    })
    expect(idsOf(data)).toEqual(idsOf(talked))
    expect(sessionOf(data).gap).toBeNull()
  })

  it('asks for the branch anew where another one became visible', () => {
    const switched = (headSeq: number) =>
      withSessionEvent(talked, { event: 'branch.switched', sessionId: SESSION_ID, headSeq })
    expect(sessionOf(switched(2)).gap).toBe('switched')
    expect(switched(4)).toBe(talked)
  })
})

describe('withSessionView', () => {
  it('adds what was missed to what is known', () => {
    const known = fold([added(1)])
    const data = withSessionView(
      known,
      buildView({ reset: false, messages: [buildMessage(2), buildMessage(3)] }),
    )
    expect(sessionOf(data).messageIds).toEqual([1, 2, 3].map(messageIdOf))
  })

  it('forgets what is known where too much was missed', () => {
    const known = fold([added(1)])
    const data = withSessionView(
      known,
      buildView({ hasMore: true, messages: [buildMessage(101), buildMessage(102)] }),
    )
    expect(sessionOf(data)).toMatchObject({
      messageIds: [101, 102].map(messageIdOf),
      lastSeq: 102,
      hasEarlier: true,
    })
    expect(data.messages[messageIdOf(1)]).toBeUndefined()
  })

  it('heals a gap: events folded again after the view change nothing more', () => {
    const known = fold([added(1), added(3)])
    const view = buildView({ reset: false, messages: [buildMessage(2), buildMessage(3)] })
    const data = withSessionView(known, view)
    expect(sessionOf(data).gap).toBeNull()
    expect(fold([added(2), added(3)], data)).toBe(data)
  })
})
