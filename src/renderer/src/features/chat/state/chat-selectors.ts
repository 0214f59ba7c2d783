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
export const lastSeqOf = ofSession((session) => session.lastSeq)
export const earlierOf = ofSession((session) => session.earlier)
export const hasLaterOf = ofSession((session) => session.hasLater)
export const laterOf = ofSession((session) => session.later)
export const liveTurnIdOf = ofSession((session) => session.live?.id ?? null)
/** The turn that Stop would end: not one that is over and waits for the disk. */
export const stoppableTurnIdOf = ofSession(({ live }) =>
  live === null || live.phase === 'storing' ? null : live.id,
)
/** The same where it belongs to the visible branch, at whose end it stands. */
export const visibleTurnIdOf = ofSession(({ live, lastSeq, hasLater }) =>
  live !== null && !hasLater && live.parentSeq === lastSeq ? live.id : null,
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

/** The message that a reply answers; null where it is not here. */
export const answeredIdOf =
  ({ sessionId, parentSeq }: Message): Of<MessageId | null> =>
  (state) =>
    dataOf(state, sessionId).messageIds.findLast(
      (id) => state.chat.messages[id]?.seq === parentSeq,
    ) ?? null

/** Whether some of what was said is in branches that are not visible, so that numbers are no positions. */
export const hasBranches = ofSession(
  ({ versions, messageIds }) => Object.keys(versions).length > 0 && messageIds.length > 0,
)

/** Whether a reply may be asked for again in the flow of the talk: it is the newest thing said, and nothing is under way. */
export const mayRetry =
  ({ id, sessionId }: Message): Of<boolean> =>
  (state) => {
    const { messageIds, hasLater } = dataOf(state, sessionId)
    return !hasLater && messageIds.at(-1) === id && isQuiet(sessionId)(state)
  }

/** Whether nothing is being made and nothing waits, so that another version can be made of anything. */
export const isQuiet = ofSession(({ live, queue }) => live === null && queue.length === 0)

/** The `seq` of each version of a message, oldest first; null where there is only this one. */
export const versionsOf =
  ({ sessionId, parentSeq }: Message): Of<readonly number[] | null> =>
  (state) =>
    dataOf(state, sessionId).versions[parentSeq] ?? null

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
