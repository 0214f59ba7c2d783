import type { OverviewEvent, ServerEvent, SessionEvent } from '@shared/contract/events'
import type { SessionId } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { PeopleService } from '../access/people-service'
import type { SessionAccess } from '../access/session-rule'
import { eventFor, mayRead } from '../access/who-watches'
import type { EncodedEvent, Identity, Viewer } from './viewer'

/** A viewer with whose eyes it sees: asked anew with every event of the overview, so that what is taken away is gone at once. */
interface Watching {
  readonly viewer: Viewer
  readonly identity: Identity
}
interface Watched {
  access: SessionAccess
  readonly viewers: Map<Viewer, Identity>
}

/** Who watches what, and the one place from which events go out: to whom the rule lets see them. */
export class EventHub {
  readonly #people: Pick<PeopleService, 'standing'>
  readonly #overview = new Map<Viewer, Watching>()
  readonly #watched = new Map<SessionId, Watched>()
  readonly #sessionsOf = new Map<Viewer, Set<SessionId>>()
  readonly #listeners: ((event: OverviewEvent) => void)[] = []

  constructor(people: Pick<PeopleService, 'standing'>) {
    this.#people = people
  }

  watchOverview(viewer: Viewer, identity: Identity): void {
    this.#overview.set(viewer, { viewer, identity })
  }

  /** False where they may not see it (any more): then they do not watch. */
  watchSession(access: SessionAccess, viewer: Viewer, identity: Identity): boolean {
    if (!this.#sees(access, identity)) return false
    const watched = this.#watched.get(access.id) ?? { access, viewers: new Map() }
    watched.access = access
    watched.viewers.set(viewer, identity)
    this.#watched.set(access.id, watched)
    const own = this.#sessionsOf.get(viewer) ?? new Set()
    this.#sessionsOf.set(viewer, own.add(access.id))
    return true
  }

  unwatchSession(sessionId: SessionId, viewer: Viewer): void {
    const watched = this.#watched.get(sessionId)
    if (watched?.viewers.delete(viewer) && watched.viewers.size === 0)
      this.#watched.delete(sessionId)
    const own = this.#sessionsOf.get(viewer)
    if (own?.delete(sessionId) && own.size === 0) this.#sessionsOf.delete(viewer)
  }

  /** The viewer is gone: it gets nothing more. */
  leave(viewer: Viewer): void {
    this.#overview.delete(viewer)
    for (const sessionId of this.#sessionsOf.get(viewer) ?? [])
      this.unwatchSession(sessionId, viewer)
  }

  hasOverviewViewers(): boolean {
    return this.#overview.size > 0
  }

  /** For parts of the controller that keep what an event outdates; told before any viewer, for as long as the hub lives. */
  onOverview(listener: (event: OverviewEvent) => void): void {
    this.#listeners.push(listener)
  }

  /** `about`: of what the sessions are that the event names by their ids alone; of others nobody is told. */
  publishOverview(event: OverviewEvent, about: readonly SessionAccess[] = []): void {
    for (const listener of this.#listeners) listener(event)
    const encoded = new OnceEncoded(event)
    for (const { viewer, identity } of this.#overview.values()) {
      const who = this.#people.standing(identity)
      const told = who && eventFor(event, who, about)
      if (told) viewer.send(told, told === event ? encoded : new OnceEncoded(told))
    }
  }

  /** To the viewers of one person only, which is for what is theirs alone. */
  publishTo(personId: PersonId, event: OverviewEvent): void {
    for (const listener of this.#listeners) listener(event)
    const encoded = new OnceEncoded(event)
    for (const { viewer, identity } of this.#overview.values())
      if (identity.personId === personId && this.#people.standing(identity))
        viewer.send(event, encoded)
  }

  /** To those who watch that session: who may was asked when they began, and is asked when that may have changed. */
  publishSession(event: SessionEvent): void {
    const watched = this.#watched.get(event.sessionId)
    if (!watched) return
    const encoded = new OnceEncoded(event)
    for (const viewer of watched.viewers.keys()) viewer.send(event, encoded)
  }

  /** It is shared otherwise from now on: who lost it hears that it is gone, and nothing more of it. */
  accessChanged(before: SessionAccess, after: SessionAccess): void {
    const gone: OverviewEvent = { event: 'sessions.deleted', sessionIds: [after.id] }
    const encoded = new OnceEncoded(gone)
    for (const { viewer, identity } of this.#overview.values())
      if (this.#sees(before, identity) && !this.#sees(after, identity)) viewer.send(gone, encoded)
    const watched = this.#watched.get(after.id)
    if (watched) watched.access = after
    this.#dropFrom(after.id)
  }

  /** Somebody's rights are other ones: what they may not see any more they hear no more of. */
  rightsChanged(): void {
    for (const sessionId of [...this.#watched.keys()]) this.#dropFrom(sessionId)
  }

  #dropFrom(sessionId: SessionId): void {
    const watched = this.#watched.get(sessionId)
    for (const [viewer, identity] of watched ? [...watched.viewers] : [])
      if (watched && !this.#sees(watched.access, identity)) this.unwatchSession(sessionId, viewer)
  }

  #sees(access: SessionAccess, identity: Identity): boolean {
    const who = this.#people.standing(identity)
    return who !== null && mayRead(access, who)
  }
}

/** Encoded at the first viewer that needs JSON, then shared: a thousand viewers cost one `stringify`. */
class OnceEncoded implements EncodedEvent {
  readonly #event: ServerEvent
  #json: Buffer | undefined

  constructor(event: ServerEvent) {
    this.#event = event
  }

  json(): Buffer {
    this.#json ??= Buffer.from(JSON.stringify(this.#event))
    return this.#json
  }
}
