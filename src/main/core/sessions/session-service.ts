import { AppError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import type { BotId, SessionId } from '@shared/model/ids'
import { newId } from '@shared/model/new-id'
import type { Session } from '@shared/model/session'
import type { BotService } from '../bots/bot-service'
import { Coalescer } from '../events/coalescer'
import type { EventHub } from '../events/event-hub'
import type { OrganiseRequest, SessionQuery, SessionStore } from '../storage/storage'
import { forkTitleOf } from './title-of'

/** A list that changes with every message need not move more often than a person can read it. */
const CHANGES_WINDOW_MS = 100
/** About 200 KB as JSON. */
const MOST_IN_ONE_EVENT = 500
/** Two short texts each: about two megabytes. */
const MAX_KNOWN_BOTS = 10_000

export interface SessionServiceDeps {
  readonly store: SessionStore
  readonly bots: Pick<BotService, 'get'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly now: () => number
}

/** Conversations as things in a list: made, named, deleted, restored. */
export class SessionService {
  readonly #deps: SessionServiceDeps
  readonly #changes: Coalescer<SessionId, Session>
  /** Whose session it is never changes, and is asked with every message. */
  readonly #botIds = new Map<SessionId, BotId>()

  constructor(deps: SessionServiceDeps) {
    this.#deps = deps
    this.#changes = new Coalescer(CHANGES_WINDOW_MS, (session) => {
      deps.hub.publishOverview({ event: 'sessions.changed', sessions: [session] })
    })
  }

  /** Throws `not_found`. */
  async get(sessionId: SessionId): Promise<Session> {
    return found(await this.#deps.store.get(sessionId))
  }

  /** The bot of a session that was there when it was last asked for. Throws `not_found`. */
  async botIdOf(sessionId: SessionId): Promise<BotId> {
    const known = this.#botIds.get(sessionId)
    if (known !== undefined) return known
    const { botId } = await this.get(sessionId)
    if (this.#botIds.size >= MAX_KNOWN_BOTS) this.#botIds.clear()
    this.#botIds.set(sessionId, botId)
    return botId
  }

  async list(query: SessionQuery): Promise<{ sessions: Session[]; hasMore: boolean }> {
    if (query.botId !== undefined) this.#deps.bots.get(query.botId)
    const { sessions, hasMore } = await this.#deps.store.list(query)
    return { sessions: [...sessions], hasMore }
  }

  /** `opening`: what the bot says before anybody else does. */
  async create(botId: BotId, opening: string | null = null): Promise<Session> {
    this.#deps.bots.get(botId)
    const now = this.#deps.now()
    const id = newId(now)
    const session = await this.#deps.store.insert(
      {
        id,
        botId,
        title: '',
        lastSeq: 0,
        headSeq: 0,
        version: 1,
        folderId: null,
        tags: [],
        pinned: false,
        archived: false,
        createdAt: now,
        updatedAt: now,
      },
      opening === null ? null : openingMessage(id, opening, now),
    )
    this.changed(session)
    return session
  }

  /** Throws `conflict` where `version` is given and somebody changed the session since. */
  async rename({ sessionId, title, version }: CommandInput<'sessions.rename'>): Promise<Session> {
    const session = found(await this.#deps.store.rename(sessionId, title, version))
    this.changed(session)
    return session
  }

  /** The caller has seen to it that no turn runs in it. */
  async delete(sessionId: SessionId): Promise<void> {
    if (!(await this.#deps.store.delete(sessionId, this.#deps.now()))) throw notFound()
    this.#forget(sessionId)
    this.#deps.hub.publishOverview({ event: 'sessions.deleted', sessionIds: [sessionId] })
  }

  /** Throws `not_found` where the folder is not there. */
  async organise(request: OrganiseRequest): Promise<Session[]> {
    const sessions = await this.#deps.store.organise(request)
    this.changedTogether(sessions)
    return [...sessions]
  }

  /** The caller sees to it that no turn goes on in those that were deleted, which it answers. */
  async deleteMany(sessionIds: readonly SessionId[]): Promise<SessionId[]> {
    const deleted = await this.#deps.store.deleteMany(sessionIds, this.#deps.now())
    for (const sessionId of deleted) this.#forget(sessionId)
    if (deleted.length > 0)
      this.#deps.hub.publishOverview({ event: 'sessions.deleted', sessionIds: deleted })
    return [...deleted]
  }

  async restoreMany(sessionIds: readonly SessionId[]): Promise<Session[]> {
    const sessions = await this.#deps.store.restoreMany(sessionIds)
    this.changedTogether(sessions)
    if (sessions.length > 0) this.#deps.hub.publishOverview({ event: 'bin.changed' })
    return [...sessions]
  }

  async restore(sessionId: SessionId): Promise<Session> {
    const session = found(await this.#deps.store.restore(sessionId))
    this.changed(session)
    this.#deps.hub.publishOverview({ event: 'bin.changed' })
    return session
  }

  /** A new session with a copy of everything that leads up to a message. */
  async fork({ sessionId, messageId }: CommandInput<'sessions.fork'>): Promise<Session> {
    const source = await this.get(sessionId)
    const now = this.#deps.now()
    const title = forkTitleOf(source.title)
    const session = await this.#deps.store.fork({
      ...{ sessionId, messageId, title, now },
      id: newId(now),
    })
    if (!session) throw new AppError('not_found', 'That message is not in this conversation.')
    this.changed(session)
    return session
  }

  /** The caller holds the session's lock and tells its viewers. */
  async switchBranch(sessionId: SessionId, seq: number): Promise<Session> {
    const session = await this.#deps.store.switchBranch(sessionId, seq)
    if (!session) throw new AppError('not_found', 'That message is not in this conversation.')
    this.changed(session)
    return session
  }

  /** Something was said in it, or it shows another branch. */
  changed(session: Session): void {
    this.#changes.push(session.id, session)
  }

  /** Told at once, and in few events however many they are. What waited to be told of one is older than this. */
  changedTogether(sessions: readonly Session[]): void {
    for (const { id } of sessions) this.#changes.cancel(id)
    for (let from = 0; from < sessions.length; from += MOST_IN_ONE_EVENT) {
      const some = sessions.slice(from, from + MOST_IN_ONE_EVENT)
      this.#deps.hub.publishOverview({ event: 'sessions.changed', sessions: some })
    }
  }

  #forget(sessionId: SessionId): void {
    this.#changes.cancel(sessionId)
    this.#botIds.delete(sessionId)
  }

  close(): void {
    this.#changes.close()
  }
}

function openingMessage(sessionId: SessionId, text: string, now: number) {
  return {
    id: newId(now),
    sessionId,
    author: 'bot',
    text,
    status: 'complete',
    turnId: null,
    parentSeq: 0,
    botId: null,
    clientMessageId: null,
    error: null,
    model: null,
    metrics: null,
    createdAt: now,
  } as const
}

function found(session: Session | null): Session {
  if (!session) throw notFound()
  return session
}

function notFound(): AppError {
  return new AppError('not_found', 'That conversation is not there any more.')
}
