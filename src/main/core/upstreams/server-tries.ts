import { AppError } from '@shared/contract/app-error'
import type { SessionId } from '@shared/model/ids'
import type { UpstreamId } from '@shared/model/upstream-name'
import { failureOf } from './failure-of'
import type { Upstream } from './upstream'
import type { UpstreamPool } from './upstream-pool'
import type { Candidate, UpstreamRouter } from './upstream-router'

export interface ServerTriesDeps {
  readonly pool: Pick<UpstreamPool, 'areSeveral' | 'first' | 'isTaking'>
  readonly router: Pick<UpstreamRouter, 'choose'>
  readonly model: string
  /** The session that may be in a server's cache. */
  readonly sessionId: SessionId | undefined
}

/** The servers for one request, one after the other. */
export class ServerTries {
  readonly #deps: ServerTriesDeps
  readonly #tried = new Set<UpstreamId>()
  #error: AppError | null = null

  constructor(deps: ServerTriesDeps) {
    this.#deps = deps
  }

  /**
   * The next one to ask, or to wait for. `mayBeRefused`: those where too many wait are left out. Throws what went wrong where
   * there is none left.
   */
  next(mayBeRefused: boolean): Candidate {
    const candidates = this.#candidates()
    const [best] = candidates
    if (!best) throw this.#error ?? allDrained()
    const open = mayBeRefused ? candidates.find((one) => this.#whyFull(one) === null) : best
    if (!open) throw this.#error ?? this.#refusalOf(candidates)
    const isFirst = this.#tried.size === 0
    this.#tried.add(open.upstream.id)
    if (!isFirst) return { ...open, reason: 'failover' }
    return open === best ? open : { ...open, reason: 'least-busy' }
  }

  /** Whether there is another one to ask, which seems to work. */
  get hasOther(): boolean {
    return this.#candidates()[0]?.upstream.isUsable === true
  }

  /** Why one more would be refused wherever it asks; null where one server has room in its queue. */
  whyFull(): AppError | null {
    const candidates = this.#candidates()
    const isFull = candidates.every((one) => this.#whyFull(one) !== null)
    return isFull && candidates.length > 0 ? this.#refusalOf(candidates) : null
  }

  /** Whether a request that waits for this server goes on waiting for it: another one does not work, or is no better. */
  stays(upstream: Upstream): boolean {
    const { pool, model } = this.#deps
    const [best] = this.#candidates(upstream)
    if (!best || best.upstream === upstream || !best.upstream.isUsable) return true
    return pool.isTaking(upstream) && !best.upstream.gates.of(model).hasRoom(false)
  }

  /** It waited for this server and did not ask it: it may come back to it. */
  left(upstream: Upstream): void {
    this.#tried.delete(upstream.id)
  }

  /** Rethrows what would go wrong anywhere. */
  failed(upstream: Upstream, error: unknown): void {
    const failure = failureOf(error)
    if (failure === 'ours' || !(error instanceof AppError)) throw error
    // That a server is away explains more than that the next one lacks the model.
    if (this.#error === null || failure === 'failed') this.#error = this.told(error, upstream)
  }

  /** With the server's name, where there are several. */
  told(error: AppError, { stored }: Upstream): AppError {
    if (!this.#deps.pool.areSeveral) return error
    const { code, message, cause, retryAfterMs } = error
    return new AppError(code, `“${stored.name}”: ${message}`, { cause, retryAfterMs })
  }

  /** `again`: one that counts as not tried. */
  #candidates(again?: Upstream): readonly Candidate[] {
    const { pool, router, model, sessionId } = this.#deps
    const exclude = new Set(this.#tried)
    if (again) exclude.delete(again.id)
    if (pool.areSeveral) return router.choose({ model, sessionId, exclude })
    // With one server there is no choice.
    return exclude.has(pool.first.id) ? [] : [{ upstream: pool.first, reason: 'least-busy' }]
  }

  #whyFull({ upstream }: Candidate): AppError | null {
    return upstream.gates.of(this.#deps.model).whyFull()
  }

  /** The one that says to come again soonest. */
  #refusalOf(candidates: readonly Candidate[]): AppError {
    const [soonest] = candidates
      .flatMap((one) => this.#whyFull(one) ?? [])
      .toSorted((a, b) => (a.retryAfterMs ?? 0) - (b.retryAfterMs ?? 0))
    return soonest ?? allDrained()
  }
}

function allDrained(): AppError {
  return new AppError(
    'engine_unavailable',
    'All Ollama servers are drained, so none takes anything new. Take one back into use in Settings.',
  )
}
