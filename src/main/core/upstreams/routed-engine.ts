import { AppError } from '@shared/contract/app-error'
import type { EngineStatus } from '@shared/model/engine'
import type { SessionId } from '@shared/model/ids'
import type { Model } from '@shared/model/model'
import { modelKey } from '@shared/model/model-name'
import { DispatchedReply } from '../dispatch/dispatched-reply'
import type { Standing } from '../dispatch/dispatched-reply'
import { MovedOn } from '../dispatch/moved-on'
import type { Engine, ReplyPart, ReplyRequest, Seat } from '../engines/engine'
import { failureOf } from './failure-of'
import { listEverywhere } from './list-everywhere'
import { ServerTries } from './server-tries'
import { statusOfAll } from './status-of-all'
import type { Upstream } from './upstream'
import type { UpstreamPool } from './upstream-pool'
import type { UpstreamProber } from './upstream-prober'
import type { Candidate, UpstreamRouter } from './upstream-router'

export interface RoutedEngineDeps {
  readonly pool: UpstreamPool
  readonly router: UpstreamRouter
  readonly prober: Pick<UpstreamProber, 'look'>
}

const NOBODY: Seat = { person: '', session: '', background: false }

/** One reply on its way through the servers. */
interface Choosing {
  readonly request: ReplyRequest
  readonly standing: Standing
  readonly tries: ServerTries
  readonly progress: { hasBegun: boolean }
  readonly signal: AbortSignal
}

/**
 * All Ollama servers as one engine: each reply has one chosen and waits there until it is its turn, or for another where that
 * one fails before it said anything.
 */
export class RoutedEngine implements Engine {
  readonly name = 'ollama'
  readonly needsModel = true
  readonly #deps: RoutedEngineDeps

  constructor(deps: RoutedEngineDeps) {
    this.#deps = deps
  }

  /** To be iterated at once. Throws `engine_busy` besides where too many wait. */
  reply(request: ReplyRequest, signal: AbortSignal): AsyncIterable<ReplyPart> {
    const { pool } = this.#deps
    const standing = { seat: request.seat ?? NOBODY, isPlaceTold: false }
    if (pool.areSeveral) return this.#choosing(request, standing, signal)
    const gate = pool.first.gates.of(request.model ?? '')
    const slot = gate.enter(standing.seat.background)
    if (!slot) return this.#choosing(request, standing, signal)
    const { engine } = pool.first
    const ask = () => engine.reply(request, signal)
    return new DispatchedReply({ gate, standing, slot, ask, stays: yes, insists: yes, signal })
  }

  whyFull(model: string | null): AppError | null {
    return this.#triesFor(model ?? '', undefined).whyFull()
  }

  /** Loads it where the next reply would be made. */
  async load(model: string | null, signal: AbortSignal): Promise<void> {
    const { pool } = this.#deps
    if (!pool.areSeveral) return pool.first.engine.load(model, signal)
    const name = model ?? ''
    const tries = this.#triesFor(name, undefined)
    for (;;) {
      const next = tries.next(false)
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
    standing: Standing,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyPart, void, undefined> {
    const askedAt = performance.now()
    const tries = this.#triesFor(request.model ?? '', sessionOf(request))
    for (;;) {
      const next = tries.next(standing.seat.since === undefined)
      const progress = { hasBegun: false }
      try {
        yield* this.#replyAt(next, { request, standing, tries, progress, signal })
        return
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof MovedOn) tries.left(next.upstream)
        else if (progress.hasBegun)
          throw error instanceof AppError ? tries.told(error, next.upstream) : error
        else tries.failed(next.upstream, error)
        // It waited once: where it has to wait again, it does not begin anew.
        standing.seat = { ...standing.seat, since: standing.seat.since ?? askedAt }
      }
    }
  }

  async *#replyAt(
    { upstream, reason }: Candidate,
    { request, standing, tries, progress, signal }: Choosing,
  ): AsyncGenerator<ReplyPart, void, undefined> {
    const reply = new DispatchedReply({
      gate: upstream.gates.of(request.model ?? ''),
      standing,
      ask: () => {
        upstream.breaker.begin()
        return upstream.engine.reply(request, signal)
      },
      stays: () => tries.stays(upstream),
      insists: () => !tries.hasOther,
      failed: (error) => {
        this.#note(upstream, request.model ?? '', error)
      },
      signal,
    })
    try {
      for await (const part of reply) {
        if (part.kind !== 'phase' && !progress.hasBegun) {
          progress.hasBegun = true
          this.#answered(upstream, request)
          if (this.#deps.pool.areSeveral)
            yield { kind: 'upstream', upstream: { name: upstream.stored.name, reason } }
        }
        yield part
      }
    } finally {
      upstream.breaker.dropped()
    }
  }

  #triesFor(model: string, sessionId: SessionId | undefined): ServerTries {
    const { pool, router } = this.#deps
    return new ServerTries({ pool, router, model, sessionId })
  }

  #answered(upstream: Upstream, request: ReplyRequest): void {
    const model = request.model ?? ''
    upstream.breaker.succeeded()
    upstream.noteLoaded(model)
    this.#deps.router.noteReply(upstream.id, model, sessionOf(request))
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
    if (!this.#deps.pool.areSeveral) return
    const failure = failureOf(error)
    if (error instanceof AppError && error.code === 'model_not_found') upstream.noteMissing(model)
    if (failure !== 'failed') return
    upstream.breaker.failed()
    if (!upstream.isUsable) upstream.gates.reconsider()
    void this.#deps.prober.look(upstream)
  }
}

function yes(): true {
  return true
}

/** What a server may have in its cache: background work reads something else. */
function sessionOf({ seat }: ReplyRequest): SessionId | undefined {
  return seat?.background === false ? seat.session : undefined
}
