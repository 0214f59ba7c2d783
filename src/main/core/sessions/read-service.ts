import type { SessionId } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { ReadMark } from '@shared/model/session'
import type { EventHub } from '../events/event-hub'
import type { ReadStore } from '../storage/storage'

export interface ReadServiceDeps {
  readonly store: ReadStore
  readonly hub: Pick<EventHub, 'publishTo'>
}

/** How far people have read. What somebody reads on one of their devices is read on all of them. */
export class ReadService {
  readonly #deps: ReadServiceDeps

  constructor(deps: ReadServiceDeps) {
    this.#deps = deps
  }

  async mark(personId: PersonId, mark: ReadMark): Promise<void> {
    if (!(await this.#deps.store.mark(personId, mark))) return
    this.#deps.hub.publishTo(personId, { event: 'session.read', mark })
  }

  async marksOf(
    personId: PersonId,
    sessions: readonly { readonly id: SessionId }[],
  ): Promise<ReadMark[]> {
    const ids = sessions.map(({ id }) => id)
    return [...(await this.#deps.store.marksOf(personId, ids))]
  }
}
