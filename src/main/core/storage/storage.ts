import type { Device, Role, Token } from '@shared/model/access'
import type { Bot } from '@shared/model/bot'
import type {
  BotId,
  ClientMessageId,
  FolderId,
  MessageId,
  SessionId,
  Timestamp,
  TurnId,
} from '@shared/model/ids'
import type { Message, MessageStatus, ReplyMetrics } from '@shared/model/message'
import type { MessageDetails } from '@shared/model/message-details'
import type { MessagePage, ReadMark, Session } from '@shared/model/session'
import type { PersonId } from '@shared/model/person'
import type { Sharing } from '@shared/model/session-sharing'
import type { Tag } from '@shared/model/tag'
import type { QueuedTurn } from '@shared/model/turn'
import type { PeopleStore, SessionAccessStore } from '../access/people-store'
import type { Reader } from '../access/standing'
import type { AttachmentStore } from '../attachments/attachment-store'
import type { AuditStore } from '../audit/audit-store'
import type { BinStore } from '../bin/bin-store'
import type { FolderStore } from '../folders/folder-store'
import type { LoadPinStore } from '../models/load-pin-store'
import type { NoteStore } from '../notes/note-store'
import type { SearchStore } from '../search/search-store'
import type { TagStore } from '../tags/tag-store'
import type { ToolServerStore } from '../tool-servers/tool-server-store'
import type { TransferStore } from '../transfer/transfer-store'
import type { UpstreamStore } from '../upstreams/upstream-store'
import type { WireError } from '@shared/contract/errors'

/**
 * All that core asks of a database. One call is one transaction: it happens whole or not at all. Every method is
 * asynchronous, so an implementation may be a server. Methods answer `null` or `false` for what is not there;
 * they throw `AppError('conflict' | 'not_found')` only where that is said. A disk that is full or cannot be written is
 * `AppError('internal')` with a text for the person; anything else they throw is a bug.
 */
export interface Storage {
  readonly bots: BotStore
  readonly sessions: SessionStore
  readonly messages: MessageStore
  readonly notes: NoteStore
  readonly turns: TurnStore
  readonly access: AccessStore
  readonly people: PeopleStore
  readonly folders: FolderStore
  readonly tags: TagStore
  readonly bin: BinStore
  readonly search: SearchStore
  readonly reads: ReadStore
  readonly transfers: TransferStore
  readonly attachments: AttachmentStore
  readonly loadPins: LoadPinStore
  readonly upstreams: UpstreamStore
  readonly toolServers: ToolServerStore
  readonly audit: AuditStore
  /** Reads and writes one row, for health: rejects where the store cannot be read or written. */
  check(): Promise<void>
  close(): Promise<void>
}

export interface BotStore {
  /** All that are not deleted, by id. */
  list(): Promise<readonly StoredBot[]>
  /** Throws `conflict` where the id was ever used, also by a deleted bot. */
  insert(bot: Bot): Promise<void>
  /** Replaces the row whose version is `bot.version - 1`; false where that version is not the stored one. */
  update(bot: Bot): Promise<boolean>
  setLaunched(botId: BotId, launched: boolean): Promise<void>
  /** Marks it and hides its sessions with it. False where there is none. */
  delete(botId: BotId, now: Timestamp): Promise<boolean>
  restore(botId: BotId): Promise<StoredBot | null>
  /** Every id ever used, deleted ones included, so that the next free one can be suggested. */
  usedIds(): Promise<readonly BotId[]>
}
export interface StoredBot {
  readonly bot: Bot
  /** Whether it was launched when the controller last ran. */
  readonly launched: boolean
}

export interface SessionStore extends SessionAccessStore {
  get(sessionId: SessionId): Promise<Session | null>
  /** Those that the reader may see, newest `updatedAt` first, then by id; sessions of deleted bots are hidden. */
  list(
    query: SessionQuery,
    reader: Reader,
  ): Promise<{ readonly sessions: readonly Session[]; readonly hasMore: boolean }>
  insert(session: Session, opening: Omit<Message, 'seq'> | null): Promise<Session>
  /** Throws `conflict` where `version` is given and is not the stored one. */
  rename(sessionId: SessionId, title: string, version?: number): Promise<Session | null>
  /** Gives a title, where the one it has is of somebody in `over`. Null where it is not, or the session is not there. */
  giveTitle(given: GivenTitle): Promise<Session | null>
  /** Makes the branch through a message visible, up to the newest one that follows from it. Null where either is not there. */
  switchBranch(sessionId: SessionId, seq: number): Promise<Session | null>
  /** A session that begins with a copy of all that leads up to a message. Null where either is not there. */
  fork(fork: SessionFork): Promise<Session | null>
  delete(sessionId: SessionId, now: Timestamp): Promise<boolean>
  restore(sessionId: SessionId): Promise<Session | null>
  /** Null makes it private. Null where it is not there. */
  share(sessionId: SessionId, sharing: Sharing | null): Promise<Session | null>
  /** Answers those that are there, changed or not. Throws `not_found` where the folder is not there, or not that person's. */
  organise(request: OrganiseRequest, personId: PersonId): Promise<readonly Session[]>
  /** Answers which were deleted. */
  deleteMany(sessionIds: readonly SessionId[], now: Timestamp): Promise<readonly SessionId[]>
  /** Answers those that were brought back. */
  restoreMany(sessionIds: readonly SessionId[]): Promise<readonly Session[]>
}
/** What is left out stays as it is. */
export interface OrganiseRequest {
  readonly sessionIds: readonly SessionId[]
  readonly folderId?: FolderId | null | undefined
  readonly addTags?: readonly Tag[] | undefined
  readonly removeTags?: readonly Tag[] | undefined
  readonly pinned?: boolean | undefined
  readonly archived?: boolean | undefined
}
/** Whose words a title is. */
export type TitleBy = 'first_message' | 'model' | 'person'
/** By a model; people's own titles are `rename`. */
export interface GivenTitle {
  readonly sessionId: SessionId
  readonly title: string
  readonly over: readonly TitleBy[]
}
/** How far each person has read. */
export interface ReadStore {
  /** Never goes back. False where it was read that far before, or the session is not there. */
  mark(reader: string, mark: ReadMark): Promise<boolean>
  /** Those of these sessions that the reader ever looked at. */
  marksOf(reader: string, sessionIds: readonly SessionId[]): Promise<readonly ReadMark[]>
}
export interface SessionFork {
  readonly sessionId: SessionId
  readonly messageId: MessageId
  /** Of the session to make. */
  readonly id: SessionId
  /** Whose it becomes. */
  readonly personId: PersonId
  readonly title: string
  readonly now: Timestamp
}
export interface SessionQuery {
  readonly botId?: BotId | undefined
  /** Null: in no folder. */
  readonly folderId?: FolderId | null | undefined
  readonly tag?: Tag | undefined
  readonly pinned?: boolean | undefined
  /** Left out: those that are not. */
  readonly archived?: boolean | undefined
  readonly before?: { readonly updatedAt: Timestamp; readonly id: SessionId } | undefined
  readonly limit: number
}

export interface MessageStore {
  get(messageId: MessageId): Promise<Message | null>
  /**
   * Oldest first, along the visible branch. With neither bound, or with `before`: the newest ones (below it); with
   * `after`: the ones just above it.
   */
  page(query: MessageQuery): Promise<MessagePage>
  /** Whether the message of that number is on the visible branch; 0 is on every one. */
  isVisible(sessionId: SessionId, seq: number): Promise<boolean>
}
export interface MessageQuery {
  readonly sessionId: SessionId
  readonly before?: number | undefined
  readonly after?: number | undefined
  /** The branch through the message of this number, in place of the visible one. */
  readonly through?: number | undefined
  readonly limit: number
}

export interface TurnStore {
  /**
   * Stores what a person said and begins its turn, or puts it in the queue. In one transaction: the idempotence
   * check, the number, the message, the turn, the session's `updatedAt` and, where it has none, its title. It follows
   * the end of the visible branch, or what the message it replaces follows. Throws `not_found`.
   */
  send(request: SendRequest): Promise<SendResult>
  /** Takes the session's oldest queued turn: stores its message and marks the turn running. Null where none waits. */
  startQueued(sessionId: SessionId, now: Timestamp): Promise<StartedTurn | null>
  /**
   * Begins another turn for a message that is stored already; the visible branch ends at that message from then on.
   * Answers the turn and the message; null instead of the message where the same `clientTurnId` began that turn before.
   * Throws `not_found` where no person said it in this session.
   */
  startRetry(
    retry: RetryRequest,
  ): Promise<{ readonly turnId: TurnId; readonly message: Message | null }>
  /** The turn that was sent or asked for under this id; null where none was. */
  findSent(sessionId: SessionId, clientId: ClientMessageId): Promise<TurnId | null>
  /** Removes a queued turn and answers it; null where it does not wait any more. */
  withdraw(sessionId: SessionId, turnId: TurnId): Promise<QueuedTurn | null>
  /** What waits, oldest first. */
  queue(sessionId: SessionId): Promise<readonly QueuedTurn[]>
  /** Sessions of this bot in which something waits, the one that waits longest first. */
  sessionsWithQueue(botId: BotId): Promise<readonly SessionId[]>
  /** The texts of running turns so far, all in one transaction. */
  savePartials(
    partials: readonly { readonly turnId: TurnId; readonly text: string }[],
  ): Promise<void>
  /** The one way a turn ends: its reply becomes the session's next message. */
  end(ending: TurnEnding): Promise<{ readonly message: Message; readonly session: Session }>
  /** The newest reply that was stored under this key, in a session that is not deleted and that they may read; null where there is none. */
  findAnswer(key: string, reader: Reader): Promise<StoredAnswer | null>
  /** At start: every turn still running becomes an interrupted reply with the text that was saved. Answers how many. */
  interruptRunning(now: Timestamp, error: WireError): Promise<number>
}
/** A turn that waited. */
export interface StartedTurn {
  readonly turnId: TurnId
  readonly message: Message
  readonly session: Session
  /** As it was given to `send`; null where that was not kept yet. */
  readonly sender: string | null
}
export interface SendRequest {
  /** Who sends it, kept while it waits. */
  readonly sender: string
  readonly sessionId: SessionId
  readonly messageId: MessageId
  readonly turnId: TurnId
  readonly clientMessageId: ClientMessageId
  readonly text: string
  readonly details?: MessageDetails | undefined
  /** The session's title, where it has none. */
  readonly title: string
  readonly now: Timestamp
  /** True: start the turn. False: a reply is being made, so queue it. */
  readonly start: boolean
  /** At most so many may wait. */
  readonly maxQueued: number
  /** A message of a person that this is another version of; only for a turn that starts. */
  readonly replaces?: MessageId | undefined
}
export interface RetryRequest {
  readonly turnId: TurnId
  readonly sessionId: SessionId
  readonly messageId: MessageId
  readonly clientTurnId: ClientMessageId | null
  /** Who replies, where that is not the session's own bot. */
  readonly botId: BotId | null
  readonly now: Timestamp
}
export type SendResult =
  | { readonly kind: 'started'; readonly message: Message; readonly session: Session }
  | { readonly kind: 'queued'; readonly turn: QueuedTurn }
  /** The same `clientMessageId` was stored before: what it came to then. */
  | {
      readonly kind: 'repeated'
      readonly messageId: MessageId
      readonly turnId: TurnId
      readonly queued: boolean
    }
  | { readonly kind: 'queue_full' }
export interface TurnEnding {
  readonly turnId: TurnId
  readonly messageId: MessageId
  readonly sessionId: SessionId
  readonly text: string
  readonly status: MessageStatus
  /** The message it answers. */
  readonly parentSeq: number
  /** Who replied, where that is not the session's own bot. */
  readonly botId: BotId | null
  readonly error: WireError | null
  readonly model: string | null
  readonly metrics: ReplyMetrics | null
  readonly details?: MessageDetails | undefined
  /** Under what a complete reply is found again by `findAnswer`; left out, it never is. */
  readonly answerKey?: string | undefined
  readonly now: Timestamp
}
/** A reply that was given before. */
export interface StoredAnswer {
  readonly messageId: MessageId
  readonly text: string
  readonly at: Timestamp
}

/** Secrets come in hashed (SHA-256, hex) and never go out. */
export interface AccessStore {
  insertDevice(device: Device, secretHash: string): Promise<void>
  findDevice(secretHash: string): Promise<Device | null>
  listDevices(): Promise<readonly Device[]>
  touchDevice(deviceId: string, now: Timestamp): Promise<void>
  deleteDevice(deviceId: string): Promise<boolean>
  insertToken(token: Token, secretHash: string): Promise<void>
  findToken(secretHash: string): Promise<Token | null>
  listTokens(): Promise<readonly Token[]>
  touchToken(tokenId: string, now: Timestamp): Promise<void>
  deleteToken(tokenId: string): Promise<boolean>
  /** One-time sign-in codes. */
  insertLink(link: SignInLink): Promise<void>
  /** Removes the code and answers whose it is; null where it is unknown, used or expired at `now`. Drops expired ones. */
  redeemLink(
    codeHash: string,
    now: Timestamp,
  ): Promise<Pick<SignInLink, 'personId' | 'role'> | null>
}
export interface SignInLink {
  readonly codeHash: string
  readonly personId: PersonId
  /** The most that the device may do which signs in by it. */
  readonly role: Role
  readonly expiresAt: Timestamp
}
