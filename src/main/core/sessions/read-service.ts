import type { SessionId } from '@shared/model/ids'
import type { ReadMark } from '@shared/model/session'
import type { EventHub } from '../events/event-hub'
import type { Identity } from '../events/viewer'
import type { ReadStore } from '../storage/storage'

export interface ReadServiceDeps {
  readonly store: ReadStore
  readonly hub: Pick<EventHub, 'publishReader'>
}

/**
 * How far people have read. What somebody reads on one of their devices is read on all of them. Every owner's device is
 * the owner's; anybody else's device or token reads for itself.
 */
export class ReadService {
  readonly #deps: ReadServiceDeps

  constructor(deps: ReadServiceDeps) {
    this.#deps = deps
  }

  async mark(identity: Identity | null, mark: ReadMark): Promise<void> {
    const reader = readerOf(identity)
    if (!(await this.#deps.store.mark(reader, mark))) return
    this.#deps.hub.publishReader(reader, { event: 'session.read', mark })
  }

  async marksOf(
    identity: Identity | null,
    sessions: readonly { readonly id: SessionId }[],
  ): Promise<ReadMark[]> {
    const ids = sessions.map(({ id }) => id)
    return [...(await this.#deps.store.marksOf(readerOf(identity), ids))]
  }
}

/** All of the owner's devices are one person. */
export const OWNER = 'owner'

/** Who reads, and asks, by this identity. */
export function readerOf(identity: Identity | null): string {
  if (identity === null) return ''
  if (identity.role === 'owner' || identity.credential === null) return OWNER
  return `${identity.credential.kind}:${identity.credential.id}`
}
