import { modelKey } from '@shared/model/model-name'
import type { UpstreamHealth } from '@shared/model/upstream'
import type { UpstreamName } from '@shared/model/upstream-name'
import type { EngineStatus } from '@shared/model/engine'
import type { ModelGates } from '../dispatch/model-gates'
import type { Engine } from '../engines/engine'
import type { ModelHost } from '../models/model-host'
import { CircuitBreaker } from './circuit-breaker'
import type { StoredUpstream } from './upstream-store'

/** The way to one server. */
interface UpstreamConnection {
  readonly engine: Engine
  readonly host: ModelHost
}

/** `stored` answers how it is set now, so that a change holds from the next request on. */
export type Connect = (stored: () => StoredUpstream) => UpstreamConnection

type Known = readonly { readonly key: string; readonly name: string }[]

/** One Ollama server: how to reach it, and what is known of it now. */
export class Upstream {
  readonly engine: Engine
  readonly host: ModelHost
  readonly breaker: CircuitBreaker
  /** Where its replies are waited for. */
  readonly gates: ModelGates
  stored: StoredUpstream
  status: EngineStatus | null = null
  latencyMs: number | null = null
  /** Beside those of its version, as: other machines can reach it. */
  exposure: string | null = null
  #installed: Known | null = null
  #loaded: Known | null = null

  constructor(stored: StoredUpstream, connect: Connect, gates: ModelGates, now: () => number) {
    this.stored = stored
    this.gates = gates
    const { engine, host } = connect(() => this.stored)
    this.engine = engine
    this.host = host
    this.breaker = new CircuitBreaker(now)
  }

  get id(): string {
    return this.stored.id
  }

  get named(): UpstreamName {
    return { id: this.stored.id, name: this.stored.name }
  }

  /** Replies for each share of the work: those it makes now, and those that wait for it. */
  get load(): number {
    return (this.gates.underWay + this.gates.waiting) / this.stored.weight
  }

  /** Whether the next request should go there rather than anywhere else; true while nobody looked yet. */
  get isUsable(): boolean {
    return this.status?.reachable !== false && this.breaker.state !== 'open'
  }

  /** Null while nobody knows. */
  hasInstalled(key: string): boolean | null {
    return this.#installed?.some((model) => model.key === key) ?? null
  }

  hasLoaded(key: string): boolean {
    return this.#loaded?.some((model) => model.key === key) ?? false
  }

  setInstalled(names: readonly string[] | null): void {
    this.#installed = names && toKnown(names)
  }

  setLoaded(names: readonly string[] | null): void {
    this.#loaded = names && toKnown(names)
  }

  /** A model that answered is in memory; what others there are is as it was. */
  noteLoaded(name: string): void {
    if (!this.hasLoaded(modelKey(name)))
      this.#loaded = [...(this.#loaded ?? []), ...toKnown([name])]
  }

  noteMissing(name: string): void {
    const key = modelKey(name)
    this.#installed = this.#installed?.filter((model) => model.key !== key) ?? null
    this.#loaded = this.#loaded?.filter((model) => model.key !== key) ?? null
  }

  get health(): UpstreamHealth {
    const { status } = this
    return {
      state: this.#state(),
      version: status?.version ?? null,
      latencyMs: this.latencyMs,
      checkedAt: status?.checkedAt ?? null,
      error: status?.error ?? null,
      warnings: this.warnings,
      installed: namesOf(this.#installed),
      loaded: namesOf(this.#loaded),
      busy: this.gates.underWay,
    }
  }

  get warnings(): string[] {
    return [this.status?.warning, this.exposure].filter((text) => typeof text === 'string')
  }

  #state(): UpstreamHealth['state'] {
    if (this.status === null) return 'unknown'
    if (!this.status.reachable) return 'away'
    return this.breaker.state === 'closed' ? 'ok' : 'failing'
  }
}

function toKnown(names: readonly string[]): Known {
  return names.map((name) => ({ key: modelKey(name), name }))
}

function namesOf(known: Known | null): string[] | null {
  return known?.map(({ name }) => name) ?? null
}
