import type { SessionEvent } from '@shared/contract/events'
import type { TurnId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { LiveThinking, QueuePlace, TurnPhase } from '@shared/model/turn'
import type { ChatData, SessionData } from './chat-data'
import { withConversation } from './chat-data'
import { isOver } from './tool-call-state'
import { cutAfter, withVersion } from './cut-branch'

type EventOf<N extends SessionEvent['event']> = Extract<SessionEvent, { event: N }>

/** Before the first word a turn may go from any phase to any other: into the queue, out of it, into loading. */
const PHASE_ORDER: Readonly<Record<TurnPhase, number>> = {
  queued: 0,
  waiting: 0,
  loading: 0,
  answering: 1,
  storing: 2,
}

const NO_THINKING: LiveThinking = { text: '', startedAt: 0, durationMs: null }

/**
 * Folds one fact into what is known. A repeat changes nothing, an overlap heals itself, and where something is missing the
 * conversation is marked with `gap`: whoever owns the connection then watches again. Facts of conversations that were
 * never opened here change nothing.
 */
export function withSessionEvent(data: ChatData, event: SessionEvent): ChatData {
  const session = data.conversations[event.sessionId]
  if (session === undefined) return data
  if (event.event === 'message.added') return withMessage(data, session, event.message)
  if (event.event === 'notes.changed') return withNotes(data, event)
  if (event.event === 'branch.switched') return withSwitch(data, session, event)
  return withTurnEvent(data, session, event)
}

function withTurnEvent(
  data: ChatData,
  session: SessionData,
  event: Exclude<SessionEvent, { event: 'message.added' | 'branch.switched' | 'notes.changed' }>,
): ChatData {
  switch (event.event) {
    case 'turn.queued':
      return withQueued(data, session, event)
    case 'turn.withdrawn':
      return withConversation(data, event.sessionId, {
        queue: session.queue.filter((turn) => turn.id !== event.turnId),
      })
    case 'turn.started':
      return withStarted(data, session, event)
    case 'turn.phased':
      return withPhase(data, session, event)
    case 'turn.extended':
      return withText(data, session, event)
    case 'turn.toolChanged':
      return withToolCall(data, session, event)
    case 'turn.thought':
      return withThought(data, session, event)
    case 'turn.ended':
      return withEnding(data, session, event)
  }
}

/** Why a note came to nothing is known until the next one begins. */
function withNotes(
  data: ChatData,
  { sessionId, notes, error }: EventOf<'notes.changed'>,
): ChatData {
  const isBegun = notes.making !== null
  const before = data.conversations[sessionId]?.notesError ?? null
  return withConversation(data, sessionId, {
    notes,
    notesError: error ?? (isBegun ? null : before),
  })
}

/** Another branch has to be read, unless it ends where the one that is here does. */
function withSwitch(
  data: ChatData,
  session: SessionData,
  { sessionId, headSeq }: EventOf<'branch.switched'>,
): ChatData {
  if (session.lastSeq === headSeq) return data
  return withConversation(data, sessionId, { gap: 'switched' })
}

/** Adds the message where the visible branch ends now; one that is known is left alone. */
function withMessage(data: ChatData, session: SessionData, message: Message): ChatData {
  if (data.messages[message.id] !== undefined || message.seq <= session.lastSeq) return data
  return withEnd(cutAfter(data, message.sessionId, message.parentSeq), message)
}

function withEnd(data: ChatData, message: Message): ChatData {
  const { sessionId, seq, parentSeq } = message
  const session = data.conversations[sessionId]
  if (session?.gap !== null) return data
  const next = withConversation(data, sessionId, {
    // Somebody reads further up: it is known to be there, and comes when they get there.
    messageIds: session.hasLater ? session.messageIds : [...session.messageIds, message.id],
    lastSeq: seq,
    versions: withVersion(session.versions, parentSeq, seq),
    queue: session.queue.filter((turn) => turn.messageId !== message.id),
    pending: session.pending.filter(
      (pending) => pending.clientMessageId !== message.clientMessageId,
    ),
  })
  if (session.hasLater) return next
  return { ...next, messages: { ...next.messages, [message.id]: message } }
}

function withQueued(
  data: ChatData,
  session: SessionData,
  { sessionId, turn }: EventOf<'turn.queued'>,
): ChatData {
  const isKnown = session.queue.some((other) => other.id === turn.id)
  if (isKnown || data.messages[turn.messageId] !== undefined) return data
  return withConversation(data, sessionId, {
    queue: [...session.queue, turn],
    pending: session.pending.filter((pending) => pending.clientMessageId !== turn.clientMessageId),
  })
}

function withStarted(
  data: ChatData,
  session: SessionData,
  { sessionId, turn }: EventOf<'turn.started'>,
): ChatData {
  if (hasEnded(data, session, turn.id) || session.live?.id === turn.id) return data
  return withConversation(cutAfter(data, sessionId, turn.parentSeq), sessionId, {
    live: turn,
    queue: session.queue.filter((other) => other.id !== turn.id),
    stopping: false,
    retrying: null,
  })
}

function withPhase(
  data: ChatData,
  session: SessionData,
  { sessionId, turnId, phase, since, place }: EventOf<'turn.phased'>,
): ChatData {
  const { live } = session
  if (live?.id !== turnId) return withUnknownTurn(data, session, sessionId, turnId)
  if (PHASE_ORDER[phase] < PHASE_ORDER[live.phase]) return data
  if (phase === live.phase && isSamePlace(place, live.place)) return data
  return withConversation(data, sessionId, {
    live: { ...live, phase, phaseSince: since, place },
    // What is being stored has stopped.
    stopping: session.stopping && phase !== 'storing',
  })
}

function isSamePlace(one: QueuePlace | null, other: QueuePlace | null): boolean {
  return one?.position === other?.position && one?.secondsLeft === other?.secondsLeft
}

function withText(
  data: ChatData,
  session: SessionData,
  { sessionId, turnId, offset, text }: EventOf<'turn.extended'>,
): ChatData {
  const { live } = session
  if (live?.id !== turnId) return withUnknownTurn(data, session, sessionId, turnId)
  if (offset > live.text.length) return withConversation(data, sessionId, { gap: 'missed' })
  if (offset + text.length <= live.text.length) return data
  return withConversation(data, sessionId, {
    live: { ...live, phase: 'answering', place: null, text: live.text.slice(0, offset) + text },
  })
}

/** A call that is over stays over: what comes late of it was overtaken by a view. */
function withToolCall(
  data: ChatData,
  session: SessionData,
  { sessionId, turnId, call }: EventOf<'turn.toolChanged'>,
): ChatData {
  const { live } = session
  if (live?.id !== turnId) return withUnknownTurn(data, session, sessionId, turnId)
  const calls = live.toolCalls ?? []
  const known = calls.findIndex(({ id }) => id === call.id)
  const before = calls[known]
  if (before && isOver(before)) return data
  const toolCalls = before ? calls.with(known, call) : [...calls, call]
  return withConversation(data, sessionId, { live: { ...live, toolCalls } })
}

function withThought(
  data: ChatData,
  session: SessionData,
  { sessionId, turnId, offset, text, startedAt, durationMs }: EventOf<'turn.thought'>,
): ChatData {
  const { live } = session
  if (live?.id !== turnId) return withUnknownTurn(data, session, sessionId, turnId)
  const { thinking = NO_THINKING } = live
  if (offset > thinking.text.length) return withConversation(data, sessionId, { gap: 'missed' })
  const isOld = offset + text.length <= thinking.text.length
  // What is known already can still have come to its end.
  if (isOld && (durationMs === null || durationMs === thinking.durationMs)) return data
  const thought = isOld ? thinking.text : thinking.text.slice(0, offset) + text
  return withConversation(data, sessionId, {
    live: { ...live, phase: 'answering', thinking: { text: thought, startedAt, durationMs } },
  })
}

/** The live text gives way to the stored reply in one step. */
function withEnding(
  data: ChatData,
  session: SessionData,
  { sessionId, turnId, message, headSeq }: EventOf<'turn.ended'>,
): ChatData {
  if (headSeq !== message.seq) return withHiddenEnding(data, session, message)
  const next = withMessage(data, session, message)
  const after = next.conversations[sessionId]
  // Where the reply could not be put in its place, the live text stays until what is missing has come.
  if (after?.live?.id !== turnId || after.lastSeq < message.seq) return next
  return withConversation(next, sessionId, { live: null, stopping: false })
}

/** The reply was stored in a branch that is not visible any more. */
function withHiddenEnding(data: ChatData, session: SessionData, message: Message): ChatData {
  const { sessionId, turnId, parentSeq, seq } = message
  const live = session.live?.id === turnId ? null : session.live
  const versions = withVersion(session.versions, parentSeq, seq)
  return withConversation(data, sessionId, {
    live,
    stopping: session.stopping && live !== null,
    versions,
  })
}

/** News of a turn that is not here: an old one that ended, or one whose beginning was missed. */
function withUnknownTurn(
  data: ChatData,
  session: SessionData,
  sessionId: string,
  turnId: TurnId,
): ChatData {
  return hasEnded(data, session, turnId)
    ? data
    : withConversation(data, sessionId, { gap: 'missed' })
}

function hasEnded(data: ChatData, session: SessionData, turnId: TurnId): boolean {
  return session.messageIds.some((id) => {
    const message = data.messages[id]
    return message?.author === 'bot' && message.turnId === turnId
  })
}
