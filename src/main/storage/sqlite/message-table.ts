import type { Database, RunResult } from 'better-sqlite3'
import type { ErrorCode } from '@shared/contract/errors'
import type { MessageId, SessionId, Timestamp } from '@shared/model/ids'
import type { Message, MessageStatus } from '@shared/model/message'
import type { MessagePage } from '@shared/model/session'
import type { MessageQuery } from '@main/core/storage/storage'
import type { Apart, Run } from './branch-tree'
import { toExactBytes } from './exact-text'
import type { MessageIndexer } from './message-indexer'
import { MESSAGE_COLUMNS, toMessage, toStoredDetails, toStoredParent } from './message-row'
import type { MessageRow } from './message-row'

type PersonValues = [
  id: string,
  sessionId: string,
  seq: number,
  text: string,
  textExact: Buffer | null,
  turnId: string | null,
  parentSeq: number | null,
  clientMessageId: string | null,
  details: string | null,
  createdAt: Timestamp,
]
type ReplyValues = [
  id: string,
  sessionId: string,
  seq: number,
  text: string,
  textExact: Buffer | null,
  status: MessageStatus,
  turnId: string | null,
  parentSeq: number | null,
  botId: string | null,
  errorCode: ErrorCode | null,
  errorMessage: string | null,
  errorRetryAfterMs: number | null,
  model: string | null,
  metrics: string | null,
  details: string | null,
  createdAt: Timestamp,
]

type PageQuery = Omit<MessageQuery, 'through'>

/** What was said: rows are added, never changed. */
export function createMessageTable(db: Database, indexer: Pick<MessageIndexer, 'add'>) {
  const selectOne = db.prepare<[MessageId], MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE id = ?`,
  )
  const selectForward = db.prepare<[SessionId, number, number, number], MessageRow>(`
    SELECT ${MESSAGE_COLUMNS} FROM messages WHERE session_id = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?
  `)
  const selectBackward = db.prepare<[SessionId, number, number, number], MessageRow>(`
    SELECT ${MESSAGE_COLUMNS} FROM messages WHERE session_id = ? AND seq BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?
  `)
  const selectApart = db.prepare<[SessionId], Apart>(`
    SELECT seq, parent_seq AS parentSeq FROM messages
    WHERE session_id = ? AND parent_seq IS NOT NULL ORDER BY seq
  `)
  // Two statements with just the columns each author fills: binding is most of what a small insert costs.
  const insertPerson = db.prepare<PersonValues>(`
    INSERT INTO messages (id, session_id, seq, author, text, text_exact, status, turn_id, parent_seq,
      client_message_id, details, created_at)
    VALUES (?, ?, ?, 'person', ?, ?, 'complete', ?, ?, ?, ?, ?)
  `)
  const insertReply = db.prepare<ReplyValues>(`
    INSERT INTO messages (id, session_id, seq, author, text, text_exact, status, turn_id, parent_seq, bot_id,
      error_code, error_message, error_retry_after_ms, model, metrics, details, created_at)
    VALUES (?, ?, ?, 'bot', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  `)

  function insertPersonMessage(message: Message): RunResult {
    return insertPerson.run(
      message.id,
      message.sessionId,
      message.seq,
      message.text,
      toExactBytes(message.text),
      message.turnId,
      toStoredParent(message),
      message.clientMessageId,
      toStoredDetails(message),
      message.createdAt,
    )
  }

  function insertBotMessage(message: Message): RunResult {
    const { error, metrics } = message
    return insertReply.run(
      message.id,
      message.sessionId,
      message.seq,
      message.text,
      toExactBytes(message.text),
      message.status,
      message.turnId,
      toStoredParent(message),
      message.botId,
      error === null ? null : error.code,
      error === null ? null : error.message,
      error?.retryAfterMs ?? null,
      message.model,
      metrics === null ? null : JSON.stringify(metrics),
      toStoredDetails(message),
      message.createdAt,
    )
  }

  return {
    get(messageId: MessageId): Message | null {
      const row = selectOne.get(messageId)
      return row ? toMessage(row) : null
    },

    /**
     * Messages of these runs, oldest first: the newest ones below `before`, or where `after` is given the ones just
     * above it. `runs` are in ascending order.
     */
    page(runs: readonly Run[], query: PageQuery): Pick<MessagePage, 'messages' | 'hasMore'> {
      const { sessionId, before = Number.MAX_SAFE_INTEGER, after, limit } = query
      const isForward = after !== undefined
      const select = isForward ? selectForward : selectBackward
      const rows: MessageRow[] = []
      for (const run of isForward ? runs : runs.toReversed()) {
        const from = Math.max(run.from, (after ?? 0) + 1)
        const to = Math.min(run.to, before - 1)
        if (from <= to) rows.push(...select.all(sessionId, from, to, limit + 1 - rows.length))
        if (rows.length > limit) break
      }
      const messages = rows.slice(0, limit).map(toMessage)
      return { messages: isForward ? messages : messages.reverse(), hasMore: rows.length > limit }
    },

    /** Those that do not follow the one numbered before them, in order. */
    apart: (sessionId: SessionId): readonly Apart[] => selectApart.all(sessionId),

    insert(message: Message): void {
      const insert = message.author === 'person' ? insertPersonMessage : insertBotMessage
      indexer.add(() => Number(insert(message).lastInsertRowid))
    },
  }
}
export type MessageTable = ReturnType<typeof createMessageTable>
