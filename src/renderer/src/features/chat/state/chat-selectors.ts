import type { MessageId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { LiveTurn, QueuedTurn } from '@shared/model/turn'
import type { AppState } from '../../../store/use-app'
import { NEW_SESSION_DATA } from './chat-data'
import type { PendingSend, SessionData } from './chat-data'

type Of<T> = (state: AppState) => T

function dataOf(state: AppState, sessionId: SessionId): SessionData {
  return state.chat.conversations[sessionId] ?? NEW_SESSION_DATA
}

const ofSession =
  <T>(read: (session: SessionData) => T) =>
  (sessionId: SessionId): Of<T> =>
  (state) =>
    read(dataOf(state, sessionId))

export const statusOf = ofSession((session) => session.status)
export const errorOf = ofSession((session) => session.error)
export const messageIdsOf = ofSession((session): readonly MessageId[] => session.messageIds)
export const lastMessageIdOf = ofSession((session) => session.messageIds.at(-1) ?? null)
export const hasEarlierOf = ofSession((session) => session.hasEarlier)
export const earlierOf = ofSession((session) => session.earlier)
export const hasLaterOf = ofSession((session) => session.hasLater)
export const laterOf = ofSession((session) => session.later)
export const liveTurnIdOf = ofSession((session) => session.live?.id ?? null)
/** The turn that Stop would end: not one that is over and waits for the disk. */
export const stoppableTurnIdOf = ofSession(({ live }) =>
  live === null || live.phase === 'storing' ? null : live.id,
)
export const queueOf = ofSession((session): readonly QueuedTurn[] => session.queue)
export const pendingOf = ofSession((session): readonly PendingSend[] => session.pending)
export const isStopping = ofSession((session) => session.stopping)
export const retryingOf = ofSession((session) => session.retrying)
/** Renders whoever reads it once a batch of tokens. */
export const liveOf = ofSession((session): LiveTurn | null => session.live)

export const messageOf =
  (id: MessageId): Of<Message | undefined> =>
  (state) =>
    state.chat.messages[id]

/** Whether a reply is the newest one to its message; an older one has been replaced by a later try. */
export const isNewestReply =
  ({ id, sessionId, replyTo }: Message): Of<boolean> =>
  (state) => {
    const { messageIds, live } = dataOf(state, sessionId)
    if (replyTo !== null && live?.replyTo === replyTo) return false
    return messageIds.findLast((other) => state.chat.messages[other]?.replyTo === replyTo) === id
  }

/** Whether a reply may be asked for again: it is the newest thing said, and nothing is under way. */
export const mayRetry =
  ({ id, sessionId, replyTo }: Message): Of<boolean> =>
  (state) => {
    const { messageIds, live, queue, hasLater } = dataOf(state, sessionId)
    if (replyTo === null || hasLater) return false
    return live === null && queue.length === 0 && messageIds.at(-1) === id
  }

/** Texts this person said here, newest first: for recalling them. */
export function ownTextsOf(state: AppState, sessionId: SessionId | null): readonly string[] {
  if (sessionId === null) return []
  const { messageIds, queue } = dataOf(state, sessionId)
  const said = messageIds
    .map((id) => state.chat.messages[id])
    .filter((message) => message?.author === 'person')
    .map((message) => message?.text ?? '')
  return [...said, ...queue.map(({ text }) => text)]
    .toReversed()
    .filter((text, index, all) => text !== all[index - 1])
}
