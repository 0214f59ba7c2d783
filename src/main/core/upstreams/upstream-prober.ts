import type { EngineStatus } from '@shared/model/engine'
import type { Upstream } from './upstream'
import type { UpstreamPool } from './upstream-pool'

/** How often a server that answers is looked at. */
const HERE_INTERVAL_MS = 15_000
/** One that is away: soon at first, then less often, and never so seldom that its recovery waits 15 s. */
const FIRST_AWAY_MS = 1_000
const LONGEST_AWAY_MS = 8_000
/** So that many controllers do not ask in step: a fifth more or less. */
const JITTER = 0.2
/** A list of models that does not come in this time is left as it was. */
const LIST_TIMEOUT_MS = 5_000

/** Time as tests can turn it. */
export interface Clock {
  now(): number
  /** Answers how to call it off. */
  after(ms: number, work: () => void): () => void
}

export interface UpstreamProberDeps {
  readonly pool: UpstreamPool
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  /** Why other machines can reach a server of this one; null where they cannot, or nobody knows. */
  readonly exposureOf: (upstream: Upstream) => Promise<string | null>
  /** What is known of a server changed: whether it answers, its version, what it has. */
  readonly onChanged: () => void
  /** A server that was away answers again. */
  readonly onRecovered: () => void
}

/**
 * Knows how the servers are. While there is one, it is looked at when somebody asks (the engine monitor does); several
 * are each looked at by a rhythm of their own, and asked what they have.
 */
export class UpstreamProber {
  readonly #deps: UpstreamProberDeps
  readonly #looking = new Map<string, Promise<EngineStatus>>()
  readonly #timers = new Map<string, () => void>()
  readonly #misses = new Map<string, number>()
  #closed = false

  constructor(deps: UpstreamProberDeps) {
    this.#deps = deps
  }

  /** Looks now. Calls at the same time share one look. */
  look(upstream: Upstream): Promise<EngineStatus> {
    const running = this.#looking.get(upstream.id)
    if (running) return running
    const looking = this.#look(upstream).finally(() => this.#looking.delete(upstream.id))
    this.#looking.set(upstream.id, looking)
    return looking
  }

  /** Servers were added, changed or taken away. */
  sync(): void {
    for (const upstream of this.#deps.pool.all) void this.look(upstream)
    for (const id of this.#timers.keys()) if (!this.#deps.pool.find(id)) this.#stop(id)
  }

  close(): void {
    this.#closed = true
    for (const id of this.#timers.keys()) this.#stop(id)
  }

  async #look(upstream: Upstream): Promise<EngineStatus> {
    const { clock, onRecovered } = this.#deps
    const before = upstream.status
    const knewBefore = knownOf(upstream)
    const startedAt = clock.now()
    const status = await upstream.engine.status()
    upstream.latencyMs = status.reachable ? clock.now() - startedAt : null
    upstream.status = status
    const isBack = before?.reachable === false && status.reachable
    // Whatever went wrong while it was away says nothing about it now.
    if (isBack) upstream.breaker.reset()
    // Who asks how it is need not wait for what it has.
    void this.#goOn(upstream, knewBefore, isBack ? onRecovered : () => undefined)
    return status
  }

  async #goOn(upstream: Upstream, knewBefore: string, then: () => void): Promise<void> {
    const exposedBefore = upstream.exposure
    await this.#lookInside(upstream)
    if (this.#closed) return
    this.#lookAgain(upstream)
    const { pool, onChanged } = this.#deps
    const isOther = pool.areSeveral && knownOf(upstream) !== knewBefore
    if (isOther || upstream.exposure !== exposedBefore) onChanged()
    then()
  }

  async #lookInside(upstream: Upstream): Promise<void> {
    if (upstream.status?.reachable !== true) {
      upstream.setLoaded(null)
      upstream.exposure = null
      return
    }
    // What it has matters only where there is a choice.
    if (this.#deps.pool.areSeveral) await this.#askForModels(upstream)
    upstream.exposure = await this.#deps.exposureOf(upstream)
  }

  async #askForModels(upstream: Upstream): Promise<void> {
    const [installed, loaded] = await Promise.allSettled([
      upstream.engine.listModels(AbortSignal.timeout(LIST_TIMEOUT_MS)),
      upstream.host.loaded(),
    ])
    if (installed.status === 'fulfilled')
      upstream.setInstalled(installed.value.map(({ name }) => name))
    if (loaded.status === 'fulfilled') upstream.setLoaded(loaded.value.map(({ name }) => name))
  }

  #lookAgain(upstream: Upstream): void {
    this.#stop(upstream.id)
    const { pool, clock } = this.#deps
    if (!pool.areSeveral || pool.find(upstream.id) !== upstream) return
    const work = () => void this.look(upstream)
    this.#timers.set(upstream.id, clock.after(this.#pauseOf(upstream), work))
  }

  #pauseOf({ id, status }: Upstream): number {
    const misses = status?.reachable === true ? 0 : (this.#misses.get(id) ?? 0) + 1
    this.#misses.set(id, misses)
    const pause =
      misses === 0
        ? HERE_INTERVAL_MS
        : Math.min(LONGEST_AWAY_MS, FIRST_AWAY_MS * 2 ** Math.min(misses - 1, 10))
    return pause * (1 - JITTER + 2 * JITTER * this.#deps.random())
  }

  #stop(id: string): void {
    this.#timers.get(id)?.()
    this.#timers.delete(id)
  }
}

/** What of a server others are told when it changes. */
function knownOf({ health }: Upstream): string {
  const { state, version, error, warnings, installed, loaded } = health
  return JSON.stringify([state, version, error?.message, warnings, installed, loaded])
}
