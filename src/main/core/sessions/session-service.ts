import { AppError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import type { BotId, SessionId } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { Sharing } from '@shared/model/session-sharing'
import { newId } from '@shared/model/new-id'
import type { Session } from '@shared/model/session'
import type { SessionAccessMap } from '../access/session-access-map'
import type { SessionAccess } from '../access/session-rule'
import type { Reader } from '../access/standing'
import type { BotService } from '../bots/bot-service'
import { Coalescer } from '../events/coalescer'
import type { EventHub } from '../events/event-hub'
import type { OrganiseRequest, SessionQuery, SessionStore } from '../storage/storage'
import { forkTitleOf } from './title-of'

/** A list that changes with every message need not move more often than a person can read it. */
const CHANGES_WINDOW_MS = 100
/** About 200 KB as JSON. */
const MOST_IN_ONE_EVENT = 500

export interface SessionServiceDeps {
  readonly store: SessionStore
  readonly bots: Pick<BotService, 'get'>
  readonly access: Pick<SessionAccessMap, 'known' | 'of' | 'changed'>
  readonly hub: Pick<EventHub, 'publishOverview' | 'publishTo' | 'accessChanged'>
  readonly now: () => number
}

/** Conversations as things in a list: made, named, deleted, restored. */
export class SessionService {
  readonly #deps: SessionServiceDeps
  readonly #changes: Coalescer<SessionId, Session>

  constructor(deps: SessionServiceDeps) {
    this.#deps = deps
    this.#changes = new Coalescer(CHANGES_WINDOW_MS, (session) => {
      this.#publish([session])
    })
  }

  /** Throws `not_found`. */
  async get(sessionId: SessionId): Promise<Session> {
    return found(await this.#deps.store.get(sessionId))
  }

  /** Whose it is, and its bot; of one in the bin too. Throws `not_found`. */
  async accessOf(sessionId: SessionId): Promise<SessionAccess> {
    const [access] = await this.#deps.access.of([sessionId])
    if (!access) throw notFound()
    return access
  }

  /** Those that the reader may see. */
  async list(
    query: SessionQuery,
    reader: Reader,
  ): Promise<{ sessions: Session[]; hasMore: boolean }> {
    if (query.botId !== undefined) this.#deps.bots.get(query.botId)
    const { sessions, hasMore } = await this.#deps.store.list(query, reader)
    return { sessions: [...sessions], hasMore }
  }

  /** `opening`: what the bot says before anybody else does. */
  async create(botId: BotId, personId: PersonId, opening: string | null = null): Promise<Session> {
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
        personId,
        createdAt: now,
        updatedAt: now,
      },
      opening === null ? null : openingMessage(id, opening, now),
    )
    this.#deps.access.changed(session)
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
    await this.#deleted([sessionId])
  }

  /** Throws `not_found` where the folder is not there. */
  async organise(request: OrganiseRequest, personId: PersonId): Promise<Session[]> {
    const sessions = await this.#deps.store.organise(request, personId)
    this.changedTogether(sessions)
    return [...sessions]
  }

  /** The caller sees to it that no turn goes on in those that were deleted, which it answers. */
  async deleteMany(sessionIds: readonly SessionId[]): Promise<SessionId[]> {
    const deleted = await this.#deps.store.deleteMany(sessionIds, this.#deps.now())
    if (deleted.length > 0) await this.#deleted(deleted)
    return [...deleted]
  }

  async restoreMany(sessionIds: readonly SessionId[]): Promise<Session[]> {
    const sessions = await this.#deps.store.restoreMany(sessionIds)
    this.changedTogether(sessions)
    for (const personId of new Set(sessions.map((session) => session.personId)))
      this.#deps.hub.publishTo(personId, { event: 'bin.changed' })
    return [...sessions]
  }

  async restore(sessionId: SessionId): Promise<Session> {
    const session = found(await this.#deps.store.restore(sessionId))
    this.changed(session)
    this.#deps.hub.publishTo(session.personId, { event: 'bin.changed' })
    return session
  }

  /** A new session of that person, with a copy of everything that leads up to a message. */
  async fork(
    { sessionId, messageId }: CommandInput<'sessions.fork'>,
    personId: PersonId,
  ): Promise<Session> {
    const source = await this.get(sessionId)
    const now = this.#deps.now()
    const title = forkTitleOf(source.title)
    const session = await this.#deps.store.fork({
      ...{ sessionId, messageId, title, now, personId },
      id: newId(now),
    })
    if (!session) throw new AppError('not_found', 'That message is not in this conversation.')
    this.#deps.access.changed(session)
    this.changed(session)
    return session
  }

  /** Lets others read it or write in it from now on, or no longer: who loses it, loses it at once. */
  async share(sessionId: SessionId, sharing: Sharing | null): Promise<Session> {
    const before = await this.get(sessionId)
    const session = found(await this.#deps.store.share(sessionId, sharing))
    this.#deps.access.changed(session)
    this.#deps.hub.accessChanged(before, session)
    this.changedTogether([session])
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
      this.#publish(some)
    }
  }

  /** What waited a moment may have been shared otherwise meanwhile: as it is shared now decides who is told. */
  #publish(sessions: readonly Session[]): void {
    const asShared = sessions.map((session) => {
      const access = this.#deps.access.known(session.id)
      if (!access || access.sharing === session.sharing) return session
      const { sharing: _before, ...rest } = session
      return access.sharing ? { ...rest, sharing: access.sharing } : rest
    })
    this.#deps.hub.publishOverview({ event: 'sessions.changed', sessions: asShared })
  }

  async #deleted(sessionIds: readonly SessionId[]): Promise<void> {
    for (const sessionId of sessionIds) this.#changes.cancel(sessionId)
    const about = await this.#deps.access.of(sessionIds)
    this.#deps.hub.publishOverview({ event: 'sessions.deleted', sessionIds }, about)
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
