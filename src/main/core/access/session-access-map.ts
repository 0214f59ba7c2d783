import type { SessionId } from '@shared/model/ids'
import type { SessionAccess } from './session-rule'
import type { SessionAccessStore } from './people-store'

/** A few short texts each: about four megabytes. */
const MAX_KNOWN = 10_000

/** Whose each session is and whom it is shared with, kept in memory once it was asked for: a turn costs no look into the store. */
export class SessionAccessMap {
  readonly #store: Pick<SessionAccessStore, 'accessOf'>
  readonly #known = new Map<SessionId, SessionAccess>()
  /** Grows with every change, so that what was read before it is not kept. */
  #changes = 0

  constructor(store: Pick<SessionAccessStore, 'accessOf'>) {
    this.#store = store
  }

  /** What is in memory of it. */
  known(sessionId: SessionId): SessionAccess | undefined {
    return this.#known.get(sessionId)
  }

  /** Those that are there, in the bin too, in the order they were asked for. */
  async of(sessionIds: readonly SessionId[]): Promise<readonly SessionAccess[]> {
    const missing = sessionIds.filter((sessionId) => !this.#known.has(sessionId))
    const found = new Map<SessionId, SessionAccess>()
    if (missing.length > 0) {
      const before = this.#changes
      for (const access of await this.#store.accessOf(missing)) found.set(access.id, access)
      if (before === this.#changes) for (const access of found.values()) this.#keep(access)
    }
    return sessionIds.flatMap((id) => this.#known.get(id) ?? found.get(id) ?? [])
  }

  /** It is new, or somebody shared it otherwise. */
  changed({ id, botId, personId, sharing }: SessionAccess): void {
    this.#changes += 1
    this.#keep({ id, botId, personId, ...(sharing && { sharing }) })
  }

  /** It is gone for good. */
  forget(sessionId: SessionId): void {
    this.#changes += 1
    this.#known.delete(sessionId)
  }

  #keep(access: SessionAccess): void {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    this.#known.set(access.id, access)
  }
}
