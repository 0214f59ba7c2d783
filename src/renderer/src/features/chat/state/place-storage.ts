import type { SessionId } from '@shared/model/ids'
import type { ScrollPlace } from '../messages/scroll-place'

const KEY = 'port8000.places'
const WRITE_DELAY_MS = 400
/** Those noted longest ago are forgotten first. */
const MOST_PLACES = 100

/** Keeps readers' places past a reload of this tab. Where the page may not store anything, they last as long as the page. */
export class PlaceStorage {
  readonly #storage: Storage | null
  readonly #places: Map<SessionId, ScrollPlace>
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(storage: Storage | null) {
    this.#storage = storage
    this.#places = new Map(read(storage))
  }

  get places(): ReadonlyMap<SessionId, ScrollPlace> {
    return this.#places
  }

  /** Written a little later, so that scrolling never waits for a disk. */
  note(sessionId: SessionId, place: ScrollPlace): void {
    this.#places.delete(sessionId)
    // The end is where everybody begins.
    if (place.kind === 'at') this.#places.set(sessionId, place)
    const oldest = this.#places.keys().next()
    if (this.#places.size > MOST_PLACES && oldest.done !== true) this.#places.delete(oldest.value)
    this.#timer ??= setTimeout(() => this.flush(), WRITE_DELAY_MS)
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    try {
      this.#storage?.setItem(KEY, JSON.stringify([...this.#places]))
    } catch {
      // The storage is full: the places last as long as the page.
    }
  }
}

function read(storage: Storage | null): readonly (readonly [SessionId, ScrollPlace])[] {
  try {
    return JSON.parse(storage?.getItem(KEY) ?? '[]') as [SessionId, ScrollPlace][]
  } catch {
    return []
  }
}

/** What the browser keeps for this tab, or null where the page may not use it. */
export function openSessionStorage(): Storage | null {
  try {
    return sessionStorage
  } catch {
    return null
  }
}
