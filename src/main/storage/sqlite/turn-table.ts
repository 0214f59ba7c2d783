import type { Database } from 'better-sqlite3'
import type {
  BotId,
  ClientMessageId,
  MessageId,
  SessionId,
  Timestamp,
  TurnId,
} from '@shared/model/ids'
import type { MessageStatus } from '@shared/model/message'
import type { QueuedTurn } from '@shared/model/turn'
import { toExactBytes, toText } from './exact-text'
import { toDetails, toStoredDetails } from './message-row'

interface QueuedRow {
  readonly id: string
  readonly session_id: string
  readonly message_id: string
  readonly client_message_id: string
  readonly text: string
  readonly text_exact: Buffer | null
  readonly details: string | null
  readonly created_at: number
  readonly sender: string | null
}
interface RunningRow {
  readonly id: string
  readonly session_id: string
  readonly message_id: string
  readonly bot_id: string | null
  readonly partial_text: string | null
  readonly partial_text_exact: Buffer | null
}
interface SentRow {
  readonly id: string
  readonly message_id: string
  readonly is_queued: 0 | 1
}

export interface NewTurn {
  readonly id: TurnId
  readonly sessionId: SessionId
  readonly messageId: MessageId
  /** Null for a retry that has none. */
  readonly clientMessageId: ClientMessageId | null
  /** Who replies, where that is not the session's own bot. */
  readonly botId: BotId | null
  readonly now: Timestamp
}
export interface RunningTurn {
  readonly id: TurnId
  readonly sessionId: SessionId
  readonly messageId: MessageId
  readonly botId: BotId | null
  /** What was saved of the reply so far. */
  readonly text: string
}

const END_STATES = {
  complete: 'done',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
} as const satisfies Record<MessageStatus, string>
type EndState = (typeof END_STATES)[MessageStatus]

// Said as the partial index says it, so that what is open is found without reading all that ever ran.
const IS_QUEUED = `state = 'queued' AND ended_at IS NULL`
const QUEUED_COLUMNS =
  'id, session_id, message_id, client_message_id, text, text_exact, details, created_at, sender'

/** Replies being made, waiting to be made, and made. */
export function createTurnTable(db: Database) {
  const insertRunning = db.prepare<
    [TurnId, SessionId, MessageId, ClientMessageId | null, BotId | null, Timestamp, Timestamp]
  >(`
    INSERT INTO turns (id, session_id, message_id, client_message_id, bot_id, state, created_at, started_at)
    VALUES (?, ?, ?, ?, ?, 'running', ?, ?)
    ON CONFLICT (session_id, client_message_id) DO NOTHING
  `)
  const insertQueued = db.prepare<
    [
      TurnId,
      SessionId,
      MessageId,
      ClientMessageId,
      string,
      Buffer | null,
      string | null,
      Timestamp,
      string,
    ]
  >(`
    INSERT INTO turns
      (id, session_id, message_id, client_message_id, state, text, text_exact, details, created_at, sender)
    VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)
  `)
  const selectSent = db.prepare<[SessionId, ClientMessageId], SentRow>(`
    SELECT id, message_id, state = 'queued' AS is_queued FROM turns
    WHERE session_id = ? AND client_message_id = ?
  `)
  const selectQueue = db.prepare<[SessionId, number], QueuedRow>(`
    SELECT ${QUEUED_COLUMNS} FROM turns WHERE session_id = ? AND ${IS_QUEUED} ORDER BY created_at, id LIMIT ?
  `)
  const selectWaiting = db.prepare<[TurnId, SessionId], QueuedRow>(
    `SELECT ${QUEUED_COLUMNS} FROM turns WHERE id = ? AND session_id = ? AND state = 'queued'`,
  )
  const selectSessions = db
    .prepare<[BotId], SessionId>(
      `
      SELECT turns.session_id FROM turns CROSS JOIN sessions ON sessions.id = turns.session_id
      WHERE turns.${IS_QUEUED} AND sessions.bot_id = ? AND sessions.deleted_at IS NULL
      GROUP BY turns.session_id ORDER BY min(turns.created_at), min(turns.id)
      `,
    )
    .pluck()
  const countQueued = db
    .prepare<[SessionId], number>(
      `SELECT count(*) FROM turns WHERE session_id = ? AND ${IS_QUEUED}`,
    )
    .pluck()
  const updateStarted = db.prepare<[Timestamp, TurnId]>(`
    UPDATE turns SET state = 'running', started_at = ?, text = NULL, text_exact = NULL, details = NULL WHERE id = ?
  `)
  const updateWithdrawn = db.prepare<[Timestamp, TurnId]>(`
    UPDATE turns SET state = 'withdrawn', ended_at = ?, text = NULL, text_exact = NULL, details = NULL WHERE id = ?
  `)
  const updatePartial = db.prepare<[string, Buffer | null, TurnId]>(`
    UPDATE turns SET partial_text = ?, partial_text_exact = ? WHERE id = ? AND state = 'running'
  `)
  const updateEnded = db.prepare<[EndState, Timestamp, TurnId]>(`
    UPDATE turns SET state = ?, ended_at = ?, partial_text = NULL, partial_text_exact = NULL
    WHERE id = ? AND state = 'running'
  `)
  const selectRunning = db.prepare<[], RunningRow>(`
    SELECT id, session_id, message_id, bot_id, partial_text, partial_text_exact FROM turns
    WHERE state = 'running' AND ended_at IS NULL ORDER BY created_at, id
  `)

  return {
    /** False, and nothing stored, where the session has a turn with this `clientMessageId` already. */
    insertRunning({ id, sessionId, messageId, clientMessageId, botId, now }: NewTurn): boolean {
      const added = insertRunning.run(id, sessionId, messageId, clientMessageId, botId, now, now)
      return added.changes === 1
    },

    insertQueued(turn: QueuedTurn, sender: string): void {
      const { id, sessionId, messageId, clientMessageId, text, createdAt } = turn
      insertQueued.run(
        id,
        sessionId,
        messageId,
        clientMessageId,
        text,
        toExactBytes(text),
        toStoredDetails(turn),
        createdAt,
        sender,
      )
    },

    /** What a `clientMessageId` came to when it was first sent. */
    findSent(sessionId: SessionId, clientMessageId: ClientMessageId) {
      const row = selectSent.get(sessionId, clientMessageId)
      return row ? { turnId: row.id, messageId: row.message_id, queued: row.is_queued === 1 } : null
    },

    queue: (sessionId: SessionId): readonly QueuedTurn[] =>
      selectQueue.all(sessionId, -1).map(toQueuedTurn),

    /** With who sent it, which is for nobody else to know. */
    firstQueued(sessionId: SessionId) {
      const row = selectQueue.get(sessionId, 1)
      return row ? { turn: toQueuedTurn(row), sender: row.sender } : null
    },

    findQueued(sessionId: SessionId, turnId: TurnId): QueuedTurn | null {
      const row = selectWaiting.get(turnId, sessionId)
      return row ? toQueuedTurn(row) : null
    },

    countQueued: (sessionId: SessionId): number => countQueued.get(sessionId) ?? 0,

    sessionsWithQueue: (botId: BotId): readonly SessionId[] => selectSessions.all(botId),

    markStarted: (turnId: TurnId, now: Timestamp): void => void updateStarted.run(now, turnId),

    markWithdrawn: (turnId: TurnId, now: Timestamp): void => void updateWithdrawn.run(now, turnId),

    /** Does nothing for a turn that has ended: its reply has the whole text. */
    savePartial: (turnId: TurnId, text: string): void =>
      void updatePartial.run(text, toExactBytes(text), turnId),

    /** False where the turn is not running. */
    markEnded: (turnId: TurnId, status: MessageStatus, now: Timestamp): boolean =>
      updateEnded.run(END_STATES[status], now, turnId).changes === 1,

    running: (): readonly RunningTurn[] => selectRunning.all().map(toRunningTurn),
  }
}
export type TurnTable = ReturnType<typeof createTurnTable>

function toQueuedTurn(row: QueuedRow): QueuedTurn {
  return {
    id: row.id,
    sessionId: row.session_id,
    messageId: row.message_id,
    clientMessageId: row.client_message_id,
    text: toText(row.text, row.text_exact),
    ...toDetails(row),
    createdAt: row.created_at,
  }
}

function toRunningTurn(row: RunningRow): RunningTurn {
  return {
    id: row.id,
    sessionId: row.session_id,
    messageId: row.message_id,
    botId: row.bot_id,
    text: toText(row.partial_text ?? '', row.partial_text_exact),
  }
}
