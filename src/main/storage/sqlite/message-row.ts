import type { ErrorCode, WireError } from '@shared/contract/errors'
import type { Message, MessageStatus, ReplyMetrics } from '@shared/model/message'
import type { MessageDetails } from '@shared/model/message-details'
import { toText } from './exact-text.ts'

export interface MessageRow {
  readonly id: string
  readonly session_id: string
  readonly seq: number
  readonly author: Message['author']
  readonly text: string
  readonly text_exact: Buffer | null
  readonly status: MessageStatus
  readonly turn_id: string | null
  readonly parent_seq: number | null
  readonly bot_id: string | null
  readonly client_message_id: string | null
  readonly error_code: ErrorCode | null
  readonly error_message: string | null
  readonly error_retry_after_ms: number | null
  readonly model: string | null
  readonly metrics: string | null
  readonly details: string | null
  readonly created_at: number
}

export const MESSAGE_COLUMNS = `id, session_id, seq, author, text, text_exact, status, turn_id, parent_seq, bot_id, client_message_id,
  error_code, error_message, error_retry_after_ms, model, metrics, details, created_at`

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    sessionId: row.session_id,
    seq: row.seq,
    author: row.author,
    text: toText(row.text, row.text_exact),
    status: row.status,
    turnId: row.turn_id,
    parentSeq: row.parent_seq ?? row.seq - 1,
    botId: row.bot_id,
    clientMessageId: row.client_message_id,
    error: toError(row),
    model: row.model,
    metrics: row.metrics === null ? null : (JSON.parse(row.metrics) as ReplyMetrics),
    ...toDetails(row),
    createdAt: row.created_at,
  }
}

/** Null where it follows the one numbered before it, as nearly all do. */
export function toStoredParent({
  seq,
  parentSeq,
}: Pick<Message, 'seq' | 'parentSeq'>): number | null {
  return parentSeq === seq - 1 ? null : parentSeq
}

/** As a member of its own, for most have none. */
export function toDetails({ details }: Pick<MessageRow, 'details'>): Pick<Message, 'details'> {
  return details === null ? {} : { details: JSON.parse(details) as MessageDetails }
}

export function toStoredDetails({ details }: Pick<Message, 'details'>): string | null {
  return details === undefined ? null : JSON.stringify(details)
}

function toError(row: MessageRow): WireError | null {
  const { error_code: code, error_message: message, error_retry_after_ms: retryAfterMs } = row
  if (code === null || message === null) return null
  return retryAfterMs === null ? { code, message } : { code, message, retryAfterMs }
}
