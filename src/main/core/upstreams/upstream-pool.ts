import { AppError } from '@shared/contract/app-error'
import { DEFAULT_UPSTREAM_ID } from '@shared/model/upstream-name'
import type { UpstreamId } from '@shared/model/upstream-name'
import { ModelGates } from '../dispatch/model-gates'
import type { GateLimits } from '../dispatch/model-gate'
import { Upstream } from './upstream'
import type { Connect } from './upstream'
import type { StoredUpstream } from './upstream-store'

export interface UpstreamPoolDeps {
  readonly connect: Connect
  /** Of each model of each server. */
  readonly limits: GateLimits
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
    if (known) known.stored = stored
    const upstream = known ?? this.#make(stored)
    if (!known) this.#upstreams = [...this.#upstreams, upstream]
    this.reconsider()
    return upstream
  }

  /** What it does goes on to its end; who waits for it waits for another one. */
  take(upstreamId: UpstreamId): void {
    const [first, ...others] = this.#upstreams
    const taken = others.find(({ id }) => id === upstreamId)
    this.#upstreams = [first, ...others.filter((upstream) => upstream !== taken)]
    taken?.gates.reconsider()
  }

  /** Whether a request may be sent there now, rather than elsewhere. */
  isTaking(upstream: Upstream): boolean {
    return this.find(upstream.id) === upstream && !upstream.stored.drained && upstream.isUsable
  }

  /** Something of a server is different: everybody who waits for one is asked whether they stay. */
  reconsider(): void {
    for (const { gates } of this.#upstreams) gates.reconsider()
  }

  #make(stored: StoredUpstream): Upstream {
    const { connect, limits, now } = this.#deps
    const gates = new ModelGates(limits, (model) => {
      this.#invite(model)
    })
    return new Upstream(stored, connect, gates, now)
  }

  /** One server has room for a request for this model: whoever is first where most wait may come. */
  #invite(model: string): void {
    if (!this.areSeveral) return
    const [longest] = this.#upstreams
      .filter(({ gates }) => gates.waitingFor(model) > 0)
      .toSorted((a, b) => b.gates.waitingFor(model) - a.gates.waitingFor(model))
    longest?.gates.of(model).reconsider(false)
  }
}

export function noSuchUpstream(): AppError {
  return new AppError('not_found', 'That Ollama server is not on the list any more.')
}
