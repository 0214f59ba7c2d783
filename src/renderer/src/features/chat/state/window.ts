import type { MessageId, SessionId } from '@shared/model/ids'
import { NEW_SESSION_DATA, withConversation, withoutMessages } from './chat-data'
import type { ChatData } from './chat-data'

/** With more messages of one conversation than this, those furthest from its reader are given back… */
const MOST = 240
/** …until so many are left. The room between spares work: messages go by the dozen, not one by one. */
const KEPT = 200
/** What stays of a conversation that is left: enough to be there at once when its reader comes back. */
const KEPT_OF_LEFT = 50

/**
 * At most a window of a long conversation, around the message that is read; `readAt` null stands for its end. What is given
 * back is read again when the reader comes near it.
 */
export function withinWindow(
  data: ChatData,
  sessionId: SessionId,
  readAt: MessageId | null,
): ChatData {
  const count = data.conversations[sessionId]?.messageIds.length ?? 0
  return count > MOST ? withPart(data, sessionId, readAt, KEPT) : data
}

/** A conversation that nobody looks at any more: a page of it, where its reader was. */
export function withLeft(data: ChatData, sessionId: SessionId, readAt: MessageId | null): ChatData {
  return withPart(data, sessionId, readAt, KEPT_OF_LEFT)
}

/** A conversation that was left long ago: nothing is kept but what could not be sent yet. */
export function withForgotten(data: ChatData, sessionId: SessionId): ChatData {
  const session = data.conversations[sessionId]
  if (session === undefined) return data
  const { [sessionId]: _, ...conversations } = data.conversations
  const cleared = withoutMessages({ ...data, conversations }, session.messageIds)
  if (session.pending.length === 0) return cleared
  return withConversation(cleared, sessionId, { ...NEW_SESSION_DATA, pending: session.pending })
}

function withPart(
  data: ChatData,
  sessionId: SessionId,
  readAt: MessageId | null,
  count: number,
): ChatData {
  const session = data.conversations[sessionId]
  if (session === undefined || session.messageIds.length <= count) return data
  const { messageIds, hasEarlier, hasLater } = session
  const found = readAt === null ? -1 : messageIds.indexOf(readAt)
  const centre = found === -1 ? messageIds.length : found
  const from = Math.min(Math.max(0, centre - count / 2), messageIds.length - count)
  const to = from + count
  const gone = [...messageIds.slice(0, from), ...messageIds.slice(to)]
  return withConversation(withoutMessages(data, gone), sessionId, {
    messageIds: messageIds.slice(from, to),
    hasEarlier: hasEarlier || from > 0,
    hasLater: hasLater || to < messageIds.length,
  })
}
