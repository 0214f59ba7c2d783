import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { MessagePage, SessionView } from '@shared/model/session'
import type { LiveTurn } from '@shared/model/turn'
import { isOver } from './tool-call-state'
import type { ChatData, PendingSend, SessionData } from './chat-data'
import { NEW_SESSION_DATA, withConversation, withoutMessages } from './chat-data'

/** What a session looks like now, in one instant: it adds to what is known, or replaces it where too much was missed. */
export function withSessionView(data: ChatData, view: SessionView): ChatData {
  const sessionId = view.session.id
  const session = data.conversations[sessionId] ?? NEW_SESSION_DATA
  return withConversation(
    view.reset ? withNewestPage(data, session, view) : withMissed(data, session, view),
    sessionId,
    {
      status: 'ready',
      error: null,
      live: longerLive(session, view),
      queue: view.queue,
      notes: view.notes ?? null,
      pending: session.pending.filter((pending) => !isTold(pending, view)),
      stopping: session.stopping && view.live !== null && view.live.phase !== 'storing',
      retrying: null,
      gap: null,
    },
  )
}

function withNewestPage(data: ChatData, session: SessionData, view: SessionView): ChatData {
  const { messageIds, hasLater } = session
  // Whoever reads in the middle stays there; what was missed lies further down.
  if (hasLater) return withConversation(data, view.session.id, { lastSeq: view.session.headSeq })
  const cleared = withoutMessages(data, messageIds)
  return withConversation(
    { ...cleared, messages: withMessages(cleared, view.messages) },
    view.session.id,
    {
      messageIds: view.messages.map((message) => message.id),
      lastSeq: view.messages.at(-1)?.seq ?? 0,
      versions: view.versions,
      hasEarlier: view.hasMore,
      earlier: 'idle',
    },
  )
}

function withMissed(
  data: ChatData,
  { messageIds, lastSeq, hasLater, versions }: SessionData,
  view: SessionView,
): ChatData {
  const missed = view.messages.filter((message) => message.seq > lastSeq)
  if (missed.length === 0) return data
  if (hasLater)
    return withConversation(data, view.session.id, { lastSeq: missed.at(-1)?.seq ?? lastSeq })
  return withConversation({ ...data, messages: withMessages(data, missed) }, view.session.id, {
    messageIds: [...messageIds, ...missed.map((message) => message.id)],
    lastSeq: missed.at(-1)?.seq ?? lastSeq,
    versions: { ...versions, ...view.versions },
  })
}

/** Puts a page of earlier messages before the first known one. */
export function withEarlier(data: ChatData, sessionId: SessionId, page: MessagePage): ChatData {
  const session = data.conversations[sessionId]
  if (session === undefined) return data
  const added = page.messages.filter((message) => data.messages[message.id] === undefined)
  const messageIds = [...added.map((message) => message.id), ...session.messageIds]
  return withConversation({ ...data, messages: withMessages(data, page.messages) }, sessionId, {
    messageIds,
    versions: { ...session.versions, ...page.versions },
    hasEarlier: page.hasMore,
  })
}

/** Puts a page of later messages after the last one that is here. */
export function withLater(data: ChatData, sessionId: SessionId, page: MessagePage): ChatData {
  const session = data.conversations[sessionId]
  if (session === undefined) return data
  const known = new Set(session.messageIds)
  const added = page.messages.map((message) => message.id).filter((id) => !known.has(id))
  const messages = withMessages(data, page.messages)
  return withConversation({ ...data, messages }, sessionId, {
    messageIds: [...session.messageIds, ...added],
    versions: { ...session.versions, ...page.versions },
    ...endOf(session, page),
  })
}

/** Shows the messages up to one and those after it, in place of what was here. */
export function withAround(
  data: ChatData,
  sessionId: SessionId,
  before: MessagePage,
  after: MessagePage,
): ChatData {
  const session = data.conversations[sessionId] ?? NEW_SESSION_DATA
  const around = [...before.messages, ...after.messages]
  const cleared = withoutMessages(data, session.messageIds)
  return withConversation({ ...cleared, messages: withMessages(cleared, around) }, sessionId, {
    messageIds: around.map((message) => message.id),
    versions: { ...before.versions, ...after.versions },
    hasEarlier: before.hasMore,
    earlier: 'idle',
    ...endOf(session, { messages: around, hasMore: after.hasMore }),
    later: 'idle',
  })
}

/** Whether more follows such a page, by what it says and by what was told meanwhile. */
function endOf(
  { lastSeq }: SessionData,
  { messages, hasMore }: Pick<MessagePage, 'messages' | 'hasMore'>,
): Pick<SessionData, 'hasLater' | 'lastSeq'> {
  const last = messages.at(-1)?.seq ?? 0
  return { hasLater: hasMore || (last > 0 && last < lastSeq), lastSeq: Math.max(last, lastSeq) }
}

/** The same reply never grows shorter: text may have come on another way while the view was read. */
function longerLive({ live }: SessionData, view: SessionView): SessionView['live'] {
  if (live === null || live.id !== view.live?.id) return view.live
  return lengthOf(live) > lengthOf(view.live) ? withCalls(live, view.live) : view.live
}

function lengthOf({ text, thinking }: LiveTurn): number {
  return text.length + (thinking?.text.length ?? 0)
}

/** The text of one and the tool calls of both, each as far as it is known to have come. */
function withCalls(live: LiveTurn, view: LiveTurn): LiveTurn {
  const own = live.toolCalls ?? []
  const known = view.toolCalls ?? []
  const added = own.filter(({ id }) => !known.some((call) => call.id === id))
  const merged = known.map((call) => own.find((one) => one.id === call.id && isOver(one)) ?? call)
  return merged.length + added.length === 0 ? live : { ...live, toolCalls: [...merged, ...added] }
}

/** What was taken is told by the view; it also may have been long ago, and lie before the newest page. */
function isTold(pending: PendingSend, view: SessionView): boolean {
  const told = [...view.messages, ...view.queue]
  return (
    pending.state === 'sent' ||
    told.some(({ clientMessageId }) => clientMessageId === pending.clientMessageId)
  )
}

function withMessages(data: ChatData, messages: readonly Message[]): ChatData['messages'] {
  if (messages.length === 0) return data.messages
  return {
    ...data.messages,
    ...Object.fromEntries(messages.map((message) => [message.id, message])),
  }
}
