import type { WireError } from '@shared/contract/errors'
import type { ClientMessageId, MessageId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { AskedFormat, Attachment } from '@shared/model/message-details'
import type { Versions } from '@shared/model/session'
import type { SessionNotes } from '@shared/model/session-notes'
import type { LiveTurn, QueuedTurn } from '@shared/model/turn'

/** Something said here that the controller has not told of yet. */
export interface PendingSend {
  readonly clientMessageId: ClientMessageId
  readonly text: string
  /** The message it is another version of. */
  readonly replaces?: MessageId
  readonly attachments?: readonly Attachment[]
  readonly format?: AskedFormat
  /** Epoch milliseconds of this page's clock. */
  readonly createdAt: number
  /** `waiting`: for the connection; `sent`: taken by the controller, its event is on the way. */
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed'
  /** Why it is `failed`. */
  readonly error: WireError | null
}

/** What is known of one conversation. */
export interface SessionData {
  readonly status: 'loading' | 'ready' | 'error'
  /** Why it could not be read, or not be brought up to date. */
  readonly error: WireError | null
  /** Each follows the one before: a part of the visible branch. */
  readonly messageIds: readonly MessageId[]
  /** Where the visible branch ends, also where that lies beyond what is here; 0 while there is nothing. */
  readonly lastSeq: number
  /** By `seq`: all that follow one message, where there are several. */
  readonly versions: Versions
  readonly hasEarlier: boolean
  readonly earlier: 'idle' | 'loading' | 'failed'
  /** What is here ends before the newest: somebody went to the middle of it. */
  readonly hasLater: boolean
  readonly later: 'idle' | 'loading' | 'failed'
  /** The reply being made, with its text so far. */
  readonly live: LiveTurn | null
  readonly queue: readonly QueuedTurn[]
  readonly pending: readonly PendingSend[]
  /** What the bot is always told; null for nothing. */
  readonly notes: SessionNotes | null
  /** Why the note that the bot was writing came to nothing. */
  readonly notesError: WireError | null
  /** Stop was pressed, and the ending is not here yet. */
  readonly stopping: boolean
  /** The message a second try was asked for, until it begins. */
  readonly retrying: MessageId | null
  /** What is known is not what is there: something in between is `missed`, or another branch is visible (`switched`). */
  readonly gap: 'missed' | 'switched' | null
}

/** What is known of every conversation that was opened here. */
export interface ChatData {
  readonly messages: Readonly<Record<MessageId, Message>>
  readonly conversations: Readonly<Record<SessionId, SessionData>>
}

export const NO_CHAT_DATA: ChatData = { messages: {}, conversations: {} }

export const NEW_SESSION_DATA: SessionData = {
  status: 'loading',
  error: null,
  messageIds: [],
  lastSeq: 0,
  versions: {},
  hasEarlier: false,
  earlier: 'idle',
  hasLater: false,
  later: 'idle',
  live: null,
  queue: [],
  pending: [],
  notes: null,
  notesError: null,
  stopping: false,
  retrying: null,
  gap: null,
}

/** `data` with some of one conversation changed; one that was not known begins empty. */
export function withConversation(
  data: ChatData,
  sessionId: SessionId,
  change: Partial<SessionData>,
): ChatData {
  const before = data.conversations[sessionId] ?? NEW_SESSION_DATA
  return {
    ...data,
    conversations: { ...data.conversations, [sessionId]: { ...before, ...change } },
  }
}

export function withoutMessages(data: ChatData, ids: readonly MessageId[]): ChatData {
  if (ids.length === 0) return data
  const gone = new Set(ids)
  const messages = Object.fromEntries(Object.entries(data.messages).filter(([id]) => !gone.has(id)))
  return { ...data, messages }
}
