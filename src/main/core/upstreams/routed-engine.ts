import { AppError } from '@shared/contract/app-error'
import type { EngineStatus } from '@shared/model/engine'
import type { SessionId } from '@shared/model/ids'
import type { Model } from '@shared/model/model'
import { modelKey } from '@shared/model/model-name'
import type { UpstreamId } from '@shared/model/upstream-name'
import type { Engine, ReplyPart, ReplyRequest } from '../engines/engine'
import { failureOf } from './failure-of'
import { listEverywhere } from './list-everywhere'
import { statusOfAll } from './status-of-all'
import type { Upstream } from './upstream'
import type { UpstreamPool } from './upstream-pool'
import type { UpstreamProber } from './upstream-prober'
import type { Candidate, UpstreamRouter } from './upstream-router'

export interface RoutedEngineDeps {
  readonly pool: UpstreamPool
  readonly router: UpstreamRouter
  readonly prober: Pick<UpstreamProber, 'look'>
  /** Makes the reply at one server. What queues in front of that server stands here. */
  readonly replyAt: (
    upstream: Upstream,
    request: ReplyRequest,
    signal: AbortSignal,
  ) => AsyncIterable<ReplyPart>
}

/** All Ollama servers as one engine: each reply has one chosen, and another where that one fails before it said anything. */
export class RoutedEngine implements Engine {
  readonly name = 'ollama'
  readonly needsModel = true
  readonly #deps: RoutedEngineDeps

  constructor(deps: RoutedEngineDeps) {
    this.#deps = deps
  }

  reply(request: ReplyRequest, signal: AbortSignal): AsyncIterable<ReplyPart> {
    const { pool, replyAt } = this.#deps
    return pool.areSeveral ? this.#choosing(request, signal) : replyAt(pool.first, request, signal)
  }

  /** Loads it where the next reply would be made. */
  async load(model: string | null, signal: AbortSignal): Promise<void> {
    const { pool } = this.#deps
    if (!pool.areSeveral) return pool.first.engine.load(model, signal)
    const name = model ?? ''
    const tries = new Tries(this.#deps.router, name, undefined)
    for (let next = tries.next(); ; next = tries.next()) {
      try {
        await this.#watched(next.upstream, () => next.upstream.engine.load(model, signal))
        next.upstream.noteLoaded(name)
        return
      } catch (error) {
        signal.throwIfAborted()
        tries.failed(next.upstream, error)
      }
    }
  }

  /** Frees it wherever it is loaded, as far as is known. Rejects where one of those could not be told. */
  async unload(model: string | null): Promise<void> {
    const { pool } = this.#deps
    if (!pool.areSeveral) return pool.first.engine.unload(model)
    const key = modelKey(model ?? '')
    const there = pool.all.filter((upstream) => upstream.hasLoaded(key))
    await Promise.all(there.map((upstream) => upstream.engine.unload(model)))
  }

  listModels(signal: AbortSignal): Promise<readonly Model[]> {
    const { pool } = this.#deps
    return pool.areSeveral ? listEverywhere(pool.all, signal) : pool.first.engine.listModels(signal)
  }

  async status(): Promise<EngineStatus> {
    const { pool, prober } = this.#deps
    await Promise.all(pool.all.map((upstream) => prober.look(upstream)))
    return statusOfAll(pool.all)
  }

  async *#choosing(
    request: ReplyRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyPart, void, undefined> {
    const tries = new Tries(this.#deps.router, request.model ?? '', request.sessionId)
    for (let next = tries.next(); ; next = tries.next()) {
      const progress = { hasBegun: false }
      try {
        yield* this.#replyAt(next, request, signal, progress)
        return
      } catch (error) {
        signal.throwIfAborted()
        if (progress.hasBegun && error instanceof AppError) throw told(error, next.upstream)
        if (progress.hasBegun) throw error
        tries.failed(next.upstream, error)
      }
    }
  }

  async *#replyAt(
    { upstream, reason }: Candidate,
    request: ReplyRequest,
    signal: AbortSignal,
    progress: { hasBegun: boolean },
  ): AsyncGenerator<ReplyPart, void, undefined> {
    upstream.busy += 1
    upstream.breaker.begin()
    try {
      for await (const part of this.#deps.replyAt(upstream, request, signal)) {
        if (part.kind !== 'phase' && !progress.hasBegun) {
          progress.hasBegun = true
          this.#answered(upstream, request)
          yield { kind: 'upstream', upstream: { name: upstream.stored.name, reason } }
        }
        yield part
      }
    } catch (error) {
      if (!signal.aborted) this.#note(upstream, request.model ?? '', error)
      throw error
    } finally {
      upstream.busy -= 1
      upstream.breaker.dropped()
    }
  }

  #answered(upstream: Upstream, { model, sessionId }: ReplyRequest): void {
    upstream.breaker.succeeded()
    upstream.noteLoaded(model ?? '')
    this.#deps.router.noteReply(upstream.id, model ?? '', sessionId)
  }

  async #watched(upstream: Upstream, work: () => Promise<void>): Promise<void> {
    upstream.breaker.begin()
    try {
      await work()
      upstream.breaker.succeeded()
    } catch (error) {
      this.#note(upstream, '', error)
      throw error
    } finally {
      upstream.breaker.dropped()
    }
  }

  #note(upstream: Upstream, model: string, error: unknown): void {
    const failure = failureOf(error)
    if (error instanceof AppError && error.code === 'model_not_found') upstream.noteMissing(model)
    if (failure !== 'failed') return
    upstream.breaker.failed()
    void this.#deps.prober.look(upstream)
  }
}

/** The servers for one request, one after the other. */
class Tries {
  readonly #router: UpstreamRouter
  readonly #model: string
  readonly #sessionId: SessionId | undefined
  readonly #tried = new Set<UpstreamId>()
  #error: AppError | null = null

  constructor(router: UpstreamRouter, model: string, sessionId: SessionId | undefined) {
    this.#router = router
    this.#model = model
    this.#sessionId = sessionId
  }

  /** Throws what went wrong where there is none left. */
  next(): Candidate {
    const choice = { model: this.#model, sessionId: this.#sessionId, exclude: this.#tried }
    const [candidate] = this.#router.choose(choice)
    if (!candidate) throw this.#error ?? allDrained()
    const isFirst = this.#tried.size === 0
    this.#tried.add(candidate.upstream.id)
    return isFirst ? candidate : { ...candidate, reason: 'failover' }
  }

  /** Rethrows what would go wrong anywhere. */
  failed(upstream: Upstream, error: unknown): void {
    const failure = failureOf(error)
    if (failure === 'ours' || !(error instanceof AppError)) throw error
    // That a server is away explains more than that the next one lacks the model.
    if (this.#error === null || failure === 'failed') this.#error = told(error, upstream)
  }
}

/** With the server's name: there are several. */
function told({ code, message, cause, retryAfterMs }: AppError, { stored }: Upstream): AppError {
  return new AppError(code, `“${stored.name}”: ${message}`, { cause, retryAfterMs })
}

function allDrained(): AppError {
  return new AppError(
    'engine_unavailable',
    'All Ollama servers are drained, so none takes anything new. Take one back into use in Settings.',
  )
}
