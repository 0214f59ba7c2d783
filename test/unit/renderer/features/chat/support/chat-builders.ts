import type { Message } from '@shared/model/message'
import type { SessionView } from '@shared/model/session'
import type { LiveTurn, QueuedTurn } from '@shared/model/turn'
import { buildSession, NOW, sessionIdOf } from '../../../support/builders'

export const SESSION_ID = sessionIdOf(1)
export const BOT_ID = 'BOT-001'

export const messageIdOf = (seq: number) =>
  `0190b000-0000-7000-8000-${String(seq).padStart(12, '0')}`
export const turnIdOf = (number: number) =>
  `0190c000-0000-7000-8000-${String(number).padStart(12, '0')}`

export function buildMessage(seq: number, changes: Partial<Message> = {}): Message {
  return {
    id: messageIdOf(seq),
    sessionId: SESSION_ID,
    seq,
    author: seq % 2 === 1 ? 'person' : 'bot',
    text: `text ${seq}`,
    status: 'complete',
    turnId: turnIdOf(Math.ceil(seq / 2)),
    parentSeq: seq - 1,
    botId: null,
    clientMessageId: seq % 2 === 1 ? `client-message-${seq}` : null,
    error: null,
    model: null,
    metrics: null,
    createdAt: NOW + seq * 1_000,
    ...changes,
  }
}

export function buildLive(number: number, changes: Partial<LiveTurn> = {}): LiveTurn {
  return {
    id: turnIdOf(number),
    sessionId: SESSION_ID,
    botId: BOT_ID,
    replyTo: messageIdOf(number * 2 - 1),
    parentSeq: number * 2 - 1,
    phase: 'waiting',
    phaseSince: NOW,
    place: null,
    startedAt: NOW,
    text: '',
    ...changes,
  }
}

export function buildQueued(number: number, changes: Partial<QueuedTurn> = {}): QueuedTurn {
  return {
    id: turnIdOf(number),
    sessionId: SESSION_ID,
    messageId: messageIdOf(number * 2 - 1),
    clientMessageId: `client-message-${number * 2 - 1}`,
    text: `queued ${number}`,
    createdAt: NOW,
    ...changes,
  }
}

export function buildView(changes: Partial<SessionView> = {}): SessionView {
  return {
    session: buildSession({ id: SESSION_ID }),
    messages: [],
    reset: true,
    hasMore: false,
    versions: {},
    live: null,
    queue: [],
    ...changes,
  }
}
