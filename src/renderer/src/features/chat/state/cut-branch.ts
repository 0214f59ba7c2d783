import type { SessionId } from '@shared/model/ids'
import type { Versions } from '@shared/model/session'
import type { ChatData, SessionData } from './chat-data'
import { withConversation } from './chat-data'

/**
 * The visible branch ends at this message from now on: what followed it here is let go, and remembered as its versions.
 * Where that message is not here, the conversation is marked: another branch has to be read.
 */
export function cutAfter(data: ChatData, sessionId: SessionId, seq: number): ChatData {
  const session = data.conversations[sessionId]
  if (session === undefined || session.lastSeq === seq) return data
  const index = placeOf(data, session, seq)
  if (index === null) {
    const isAhead = seq > session.lastSeq
    return withConversation(data, sessionId, { gap: isAhead ? 'missed' : 'switched' })
  }
  const followerId = session.messageIds[index + 1]
  const follower = data.messages[followerId ?? '']
  return withConversation(data, sessionId, {
    messageIds: session.messageIds.slice(0, index + 1),
    lastSeq: seq,
    hasLater: false,
    later: 'idle',
    versions:
      follower === undefined || session.versions[seq] !== undefined
        ? session.versions
        : { ...session.versions, [seq]: [follower.seq] },
  })
}

/** One more that follows `parentSeq`; where it is the only one there is nothing to remember. */
export function withVersion(versions: Versions, parentSeq: number, seq: number): Versions {
  const known = versions[parentSeq]
  if (known === undefined || known.includes(seq)) return versions
  return { ...versions, [parentSeq]: [...known, seq] }
}

/** Where a message stands in what is here, -1 for before the first one; null where it is not here. */
function placeOf(data: ChatData, session: SessionData, seq: number): number | null {
  if (seq === 0) return session.hasEarlier ? null : -1
  const index = session.messageIds.findLastIndex((id) => data.messages[id]?.seq === seq)
  return index === -1 ? null : index
}
