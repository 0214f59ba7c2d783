import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@shared/contract/app-error'
import type { ReplyPart, Seat } from '../engines/engine'
import { pauseBeforeRetry } from './busy-retry'
import type { ModelGate, Slot, SlotEnd } from './model-gate'
import { MovedOn } from './moved-on'
import { WaitingTicket } from './waiting-ticket'

type Step = IteratorResult<ReplyPart, unknown>

/** How a request stands in the queue, at whichever server. */
export interface Standing {
  seat: Seat
  /** It told its place, so it has to tell that it left the queue. */
  isPlaceTold: boolean
}

export interface DispatchedReplyDeps {
  readonly gate: ModelGate
  readonly standing: Standing
  /** Where it has one already; it has to be iterated then, or the slot is lost. */
  readonly slot?: Slot
  /** Asks the server, anew with every call. */
  readonly ask: () => AsyncIterable<ReplyPart>
  /** Whether it wants to go on waiting here. */
  readonly stays: () => boolean
  /** Whether it asks this server again, which had no room. */
  readonly insists: () => boolean
  /** It failed, and nobody stopped it: told before its slot goes to the next one. */
  readonly failed?: (error: unknown) => void
  readonly signal: AbortSignal
}

const OVER: Step = { done: true, value: undefined }
const GIVEN_UP: SlotEnd = { kind: 'given-up' }
const WAITING: Step = { done: false, value: { kind: 'phase', phase: 'waiting' } }

/**
 * One reply of a server, behind the gate of its model. It hands on the server's parts as they are; where it has to wait for
 * its slot it tells its place, and it asks again where the server had no room. However it ends, its slot goes back. Throws
 * `MovedOn` where it would rather wait elsewhere.
 */
export class DispatchedReply implements AsyncIterableIterator<ReplyPart, unknown> {
  readonly #deps: DispatchedReplyDeps
  readonly #onStep = (step: Step) => this.#handOn(step)
  readonly #onError = (error: unknown) => this.#failed(error)
  #ticket: WaitingTicket | null = null
  #slot: Slot | null
  #parts: AsyncIterator<ReplyPart, unknown> | null = null
  #hasSpoken = false
  #tries = 0

  constructor(deps: DispatchedReplyDeps) {
    this.#deps = deps
    this.#slot = deps.slot ?? null
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Step> {
    if (this.#parts) return this.#step(this.#parts)
    if (!this.#ticket) {
      const { gate, standing } = this.#deps
      this.#slot ??= gate.enter(standing.seat.background)
    }
    return this.#slot ? this.#begin() : this.#wait()
  }

  async return(): Promise<Step> {
    this.#ticket?.leave()
    try {
      await this.#parts?.return?.()
    } finally {
      this.#leave(GIVEN_UP)
    }
    return OVER
  }

  async #wait(): Promise<Step> {
    const { gate, standing, signal, stays } = this.#deps
    signal.throwIfAborted()
    this.#ticket ??= new WaitingTicket({ gate, seat: standing.seat, signal, stays })
    const news = await this.#ticket.next()
    if ('position' in news) {
      standing.isPlaceTold = true
      return { done: false, value: { kind: 'phase', phase: 'queued', place: news } }
    }
    this.#ticket.leave()
    if ('movedSince' in news) {
      standing.seat = { ...standing.seat, since: news.movedSince }
      throw new MovedOn()
    }
    this.#slot = news
    return this.#begin()
  }

  /** It has its slot. */
  #begin(): Promise<Step> {
    const { standing } = this.#deps
    if (!standing.isPlaceTold) return this.#ask()
    standing.isPlaceTold = false
    this.#parts = this.#iterate()
    return Promise.resolve(WAITING)
  }

  #ask(): Promise<Step> {
    this.#parts = this.#iterate()
    return this.#step(this.#parts)
  }

  #iterate(): AsyncIterator<ReplyPart, unknown> {
    return this.#deps.ask()[Symbol.asyncIterator]()
  }

  #step(parts: AsyncIterator<ReplyPart, unknown>): Promise<Step> {
    return parts.next().then(this.#onStep, this.#onError)
  }

  #handOn(step: Step): Step {
    if (step.done === true) this.#leave(GIVEN_UP)
    else if (step.value.kind === 'done') {
      const { waitedMs = null, metrics } = step.value
      this.#slot?.heard()
      this.#leave({ kind: 'done', waitedMs, loadMs: metrics.loadMs ?? 0 })
    } else if (!this.#hasSpoken && isOfTheReply(step.value)) {
      this.#hasSpoken = true
      this.#slot?.heard()
    }
    return step
  }

  async #failed(error: unknown): Promise<Step> {
    const { signal } = this.#deps
    const code = error instanceof AppError ? error.code : null
    const pauseMs = code === 'engine_busy' && this.#mayAskAgain() ? this.#pause() : null
    if (pauseMs === null || signal.aborted) {
      if (!signal.aborted) this.#deps.failed?.(error)
      this.#leave(endOf(signal.aborted ? null : code))
      throw error
    }
    try {
      await pause(pauseMs, undefined, { signal })
    } catch {
      this.#leave(GIVEN_UP)
      signal.throwIfAborted()
    }
    return this.#ask()
  }

  #mayAskAgain(): boolean {
    return !this.#hasSpoken && this.#deps.insists()
  }

  #pause(): number | null {
    return pauseBeforeRetry(this.#tries++, Math.random)
  }

  #leave(end: SlotEnd): void {
    this.#slot?.leave(end)
    this.#slot = null
  }
}

/** Which server was chosen, and that it loads, is told before the reply itself. */
function isOfTheReply({ kind }: ReplyPart): boolean {
  return kind !== 'phase' && kind !== 'upstream'
}

function endOf(code: AppError['code'] | null): SlotEnd {
  if (code === 'engine_busy') return { kind: 'refused' }
  return code === 'engine_unavailable' ? { kind: 'away' } : GIVEN_UP
}
