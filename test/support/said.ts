import type { Message } from '@shared/model/message'

/** A message that follows the one numbered before it. */
export function said(seq: number, author: Message['author'], text: string): Message {
  return {
    id: `m${String(seq)}`,
    sessionId: 's',
    seq,
    author,
    text,
    status: 'complete',
    turnId: null,
    parentSeq: seq - 1,
    botId: null,
    clientMessageId: null,
    error: null,
    model: null,
    metrics: null,
    createdAt: 0,
  }
}
