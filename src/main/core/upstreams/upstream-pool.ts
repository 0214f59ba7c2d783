import { AppError } from '@shared/contract/app-error'
import { DEFAULT_UPSTREAM_ID } from '@shared/model/upstream-name'
import type { UpstreamId } from '@shared/model/upstream-name'
import { Upstream } from './upstream'
import type { Connect } from './upstream'
import type { StoredUpstream } from './upstream-store'

export interface UpstreamPoolDeps {
  readonly connect: Connect
  readonly now: () => number
}

const FIRST: StoredUpstream = {
  id: DEFAULT_UPSTREAM_ID,
  name: 'Ollama',
  address: null,
  weight: 1,
  drained: false,
  version: 1,
  createdAt: 0,
}

/** The servers there are now, the first one first. There always is one. */
export class UpstreamPool {
  readonly #deps: UpstreamPoolDeps
  #upstreams: readonly [Upstream, ...Upstream[]]

  constructor(deps: UpstreamPoolDeps) {
    this.#deps = deps
    this.#upstreams = [this.#make(FIRST)]
  }

  get all(): readonly Upstream[] {
    return this.#upstreams
  }

  get first(): Upstream {
    return this.#upstreams[0]
  }

  /** Whether there is a choice at all. With one server nothing is asked, counted or recorded. */
  get areSeveral(): boolean {
    return this.#upstreams.length > 1
  }

  find(upstreamId: UpstreamId): Upstream | null {
    return this.#upstreams.find(({ id }) => id === upstreamId) ?? null
  }

  /** The one that is named, else the first. Throws `not_found`. */
  get(upstreamId: UpstreamId | undefined): Upstream {
    const found = upstreamId === undefined ? this.first : this.find(upstreamId)
    if (!found) throw noSuchUpstream()
    return found
  }

  /** Adds it, or changes the one that is there; what is known of that one stays known. */
  put(stored: StoredUpstream): Upstream {
    const known = this.find(stored.id)
    if (known) {
      known.stored = stored
      return known
    }
    const made = this.#make(stored)
    this.#upstreams = [...this.#upstreams, made]
    return made
  }

  /** What it does goes on to its end. */
  take(upstreamId: UpstreamId): void {
    const [first, ...others] = this.#upstreams
    this.#upstreams = [first, ...others.filter(({ id }) => id !== upstreamId)]
  }

  #make(stored: StoredUpstream): Upstream {
    return new Upstream(stored, this.#deps.connect, this.#deps.now)
  }
}

export function noSuchUpstream(): AppError {
  return new AppError('not_found', 'That Ollama server is not on the list any more.')
}
