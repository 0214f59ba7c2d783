import { AppError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'
import type { ClientMessageId, MessageId, SessionId, Timestamp, TurnId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { newId } from '@shared/model/new-id'
import type { Session } from '@shared/model/session'
import type { QueuedTurn } from '@shared/model/turn'
import type {
  RetryRequest,
  SendRequest,
  SendResult,
  StartedTurn,
  StoredAnswer,
  TurnEnding,
  TurnStore,
} from '@main/core/storage/storage'
import type { Reader } from '@main/core/access/standing'
import type { AnswerTable } from './answer-table'
import type { MessageTable } from './message-table'
import { sessionNotFound } from './session-table'
import type { SessionTable } from './session-table'
import type { TurnTable } from './turn-table'

export interface TurnOperationsDeps {
  readonly sessions: SessionTable
  readonly messages: MessageTable
  readonly turns: TurnTable
  readonly answers: AnswerTable
  readonly now: () => number
}
type Partials = Parameters<TurnStore['savePartials']>[0]

/** What the turn store promises, across the tables. Each of these runs inside one transaction. */
export function createTurnOperations({
  sessions,
  messages,
  turns,
  answers,
  now,
}: TurnOperationsDeps) {
  function sendAndStart(request: SendRequest): SendResult {
    const { sessionId, messageId, turnId, clientMessageId, text, details, now: sentAt } = request
    const turn = { id: turnId, sessionId, messageId, clientMessageId, now: sentAt }
    if (!turns.insertRunning({ ...turn, botId: null })) return repeated(request)
    const parentSeq = request.replaces
      ? personMessageOf(sessionId, request.replaces).parentSeq
      : headOf(sessionId)
    const { title } = request
    const session = sessions.advanceWithTitle({ sessionId, title, parentSeq, now: sentAt })
    const message = personMessage(
      {
        id: turnId,
        sessionId,
        messageId,
        clientMessageId,
        text,
        createdAt: sentAt,
        ...(details && { details }),
      },
      session.lastSeq,
      parentSeq,
    )
    messages.insert(message)
    return { kind: 'started', message, session }
  }

  function headOf(sessionId: SessionId): number {
    const ends = sessions.endsOf(sessionId)
    if (!ends) throw sessionNotFound()
    return ends.headSeq ?? ends.lastSeq
  }

  function personMessageOf(sessionId: SessionId, messageId: MessageId): Message {
    const message = messages.get(messageId)
    if (message?.sessionId === sessionId && message.author === 'person') return message
    throw new AppError('not_found', 'That message is not in this conversation.')
  }

  function sendToQueue(request: SendRequest): SendResult {
    const { sessionId, messageId, turnId, clientMessageId, text, details } = request
    if (turns.findSent(sessionId, clientMessageId)) return repeated(request)
    sessions.requireThere(sessionId)
    if (turns.countQueued(sessionId) >= request.maxQueued) return { kind: 'queue_full' }
    const turn = {
      ...{ id: turnId, sessionId, messageId, clientMessageId, text },
      ...(details && { details }),
      createdAt: request.now,
    }
    turns.insertQueued(turn, request.sender)
    sessions.touchWithTitle(sessionId, request.title, request.now)
    return { kind: 'queued', turn }
  }

  function repeated({ sessionId, clientMessageId }: SendRequest): SendResult {
    sessions.requireThere(sessionId)
    const sent = turns.findSent(sessionId, clientMessageId)
    if (!sent) throw new Error('A turn that is in the way is not there.')
    return { kind: 'repeated', ...sent }
  }

  function startQueued(sessionId: SessionId, startedAt: Timestamp): StartedTurn | null {
    const first = turns.firstQueued(sessionId)
    if (!first || !sessions.get(sessionId)) return null
    const { turn, sender } = first
    turns.markStarted(turn.id, startedAt)
    const parentSeq = headOf(sessionId)
    const session = sessions.advanceWithTitle({ sessionId, title: '', parentSeq, now: startedAt })
    const message = personMessage(turn, session.lastSeq, parentSeq)
    messages.insert(message)
    return { turnId: turn.id, message, session, sender }
  }

  function endAt(sessionId: SessionId, seq: number): void {
    if (headOf(sessionId) !== seq) sessions.setHead(sessionId, seq)
  }

  function startRetry(retry: RetryRequest): { turnId: TurnId; message: Message | null } {
    const { turnId, sessionId, messageId, clientTurnId, botId, now: startedAt } = retry
    sessions.requireThere(sessionId)
    const turn = { id: turnId, sessionId, messageId, botId, now: startedAt }
    if (!turns.insertRunning({ ...turn, clientMessageId: clientTurnId })) {
      const begun = clientTurnId === null ? null : turns.findSent(sessionId, clientTurnId)
      if (!begun) throw new Error('A turn that is in the way is not there.')
      return { turnId: begun.turnId, message: null }
    }
    const message = personMessageOf(sessionId, messageId)
    endAt(sessionId, message.seq)
    return { turnId, message }
  }

  function withdraw(sessionId: SessionId, turnId: TurnId): QueuedTurn | null {
    const turn = turns.findQueued(sessionId, turnId)
    if (turn) turns.markWithdrawn(turnId, now())
    return turn
  }

  function savePartials(partials: Partials): void {
    for (const { turnId, text } of partials) turns.savePartial(turnId, text)
  }

  function end(ending: TurnEnding): { message: Message; session: Session } {
    const { turnId, messageId, sessionId, now: endedAt, answerKey, ...rest } = ending
    if (!turns.markEnded(turnId, rest.status, endedAt)) {
      throw new Error('A turn was ended that is not running.')
    }
    const session = sessions.advanceWithReply(sessionId, rest.parentSeq, endedAt)
    const message: Message = {
      id: messageId,
      sessionId,
      seq: session.lastSeq,
      author: 'bot',
      turnId,
      clientMessageId: null,
      createdAt: endedAt,
      ...rest,
    }
    messages.insert(message)
    if (answerKey !== undefined) answers.add(messageId, answerKey)
    return { message, session }
  }

  function findAnswer(key: string, reader: Reader): StoredAnswer | null {
    const messageId = answers.find(key, reader)
    const message = messageId === null ? null : messages.get(messageId)
    return message && { messageId: message.id, text: message.text, at: message.createdAt }
  }

  function interruptRunning(endedAt: Timestamp, error: WireError): number {
    const running = turns.running()
    for (const { id, sessionId, messageId, botId, text } of running) {
      const answered = messages.get(messageId)
      end({
        turnId: id,
        messageId: newId(endedAt),
        sessionId,
        text,
        status: 'interrupted',
        parentSeq: answered?.seq ?? 0,
        botId,
        error,
        model: null,
        metrics: null,
        ...(answered?.details?.program && { details: { program: {} } }),
        now: endedAt,
      })
    }
    return running.length
  }

  return {
    send: (request: SendRequest): SendResult =>
      request.start ? sendAndStart(request) : sendToQueue(request),
    startQueued,
    startRetry,
    findSent: (sessionId: SessionId, clientId: ClientMessageId): TurnId | null =>
      turns.findSent(sessionId, clientId)?.turnId ?? null,
    withdraw,
    queue: turns.queue,
    sessionsWithQueue: turns.sessionsWithQueue,
    savePartials,
    end,
    findAnswer,
    interruptRunning,
  }
}

export type TurnOperations = ReturnType<typeof createTurnOperations>

/** A queued message gets its number late, but was said when it was said. */
function personMessage(turn: QueuedTurn, seq: number, parentSeq: number): Message {
  return {
    id: turn.messageId,
    sessionId: turn.sessionId,
    seq,
    author: 'person',
    text: turn.text,
    status: 'complete',
    turnId: turn.id,
    parentSeq,
    botId: null,
    clientMessageId: turn.clientMessageId,
    error: null,
    model: null,
    metrics: null,
    ...(turn.details && { details: turn.details }),
    createdAt: turn.createdAt,
  }
}
