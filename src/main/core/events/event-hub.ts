import type { OverviewEvent, ServerEvent, SessionEvent } from '@shared/contract/events'
import type { SessionId } from '@shared/model/ids'
import type { EncodedEvent, Viewer } from './viewer'

/** Who watches what, and the one place from which events go out. */
export class EventHub {
  /** With the reader each belongs to. */
  readonly #overview = new Map<Viewer, string>()
  readonly #viewersOf = new Map<SessionId, Set<Viewer>>()
  readonly #sessionsOf = new Map<Viewer, Set<SessionId>>()
  readonly #listeners: ((event: OverviewEvent) => void)[] = []

  /** `reader`: whose eyes they are; several viewers may be one reader's. */
  watchOverview(viewer: Viewer, reader: string): void {
    this.#overview.set(viewer, reader)
  }

  watchSession(sessionId: SessionId, viewer: Viewer): void {
    setOf(this.#viewersOf, sessionId).add(viewer)
    setOf(this.#sessionsOf, viewer).add(sessionId)
  }

  unwatchSession(sessionId: SessionId, viewer: Viewer): void {
    drop(this.#viewersOf, sessionId, viewer)
    drop(this.#sessionsOf, viewer, sessionId)
  }

  /** The viewer is gone: it gets nothing more. */
  leave(viewer: Viewer): void {
    this.#overview.delete(viewer)
    for (const sessionId of this.#sessionsOf.get(viewer) ?? [])
      drop(this.#viewersOf, sessionId, viewer)
    this.#sessionsOf.delete(viewer)
  }

  hasOverviewViewers(): boolean {
    return this.#overview.size > 0
  }

  /** For parts of the controller that keep what an event outdates; told before any viewer, for as long as the hub lives. */
  onOverview(listener: (event: OverviewEvent) => void): void {
    this.#listeners.push(listener)
  }

  publishOverview(event: OverviewEvent): void {
    for (const listener of this.#listeners) listener(event)
    send(this.#overview.keys(), event)
  }

  /** To the viewers of one reader only. */
  publishReader(reader: string, event: OverviewEvent): void {
    const own = [...this.#overview].filter(([, name]) => name === reader)
    send(
      own.map(([viewer]) => viewer),
      event,
    )
  }

  publishSession(event: SessionEvent): void {
    const viewers = this.#viewersOf.get(event.sessionId)
    if (viewers) send(viewers, event)
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

function send(viewers: Iterable<Viewer>, event: ServerEvent): void {
  const encoded = new OnceEncoded(event)
  for (const viewer of viewers) viewer.send(event, encoded)
}

function setOf<K, V>(sets: Map<K, Set<V>>, key: K): Set<V> {
  const found = sets.get(key)
  if (found) return found
  const made = new Set<V>()
  sets.set(key, made)
  return made
}

function drop<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key)
  if (set?.delete(value) && set.size === 0) sets.delete(key)
}
