import type { Message } from '@shared/model/message'

/** A message as a file keeps it: without the ids of how it was sent, which mean nothing to another controller. */
export type ExportedMessage = Omit<Message, 'sessionId' | 'turnId' | 'clientMessageId'>

export function toExportedMessage(message: Message): ExportedMessage {
  return {
    id: message.id,
    seq: message.seq,
    parentSeq: message.parentSeq,
    author: message.author,
    text: message.text,
    status: message.status,
    botId: message.botId,
    error: message.error,
    model: message.model,
    metrics: message.metrics,
    ...(message.details && { details: message.details }),
    createdAt: message.createdAt,
  }
}
