import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@shared/contract/app-error'
import type { ReplyPart } from '../engines/engine'
import { pauseBeforeRetry } from './busy-retry'
import type { Seat } from './fair-queue'
import type { ModelGate, Slot, SlotEnd } from './model-gate'
import { WaitingTicket } from './waiting-ticket'

type Step = IteratorResult<ReplyPart, unknown>

export interface DispatchedReplyDeps {
  readonly gate: ModelGate
  readonly seat: Seat
  /** Asks the engine, anew with every call. */
  readonly ask: () => AsyncIterable<ReplyPart>
  readonly signal: AbortSignal
}

const OVER: Step = { done: true, value: undefined }
const GIVEN_UP: SlotEnd = { kind: 'given-up' }
const WAITING: Step = { done: false, value: { kind: 'phase', phase: 'waiting' } }

/**
 * One reply of an engine, behind its gate. It hands on the engine's parts as they are; where it has to wait for its slot
 * it tells its place, and it asks again where the engine had no room. However it ends, its slot goes back.
 */
export class DispatchedReply implements AsyncIterableIterator<ReplyPart, unknown> {
  readonly #deps: DispatchedReplyDeps
  readonly #onStep = (step: Step) => this.#handOn(step)
  readonly #onError = (error: unknown) => this.#failed(error)
  #ticket: WaitingTicket | null = null
  #slot: Slot | null = null
  #parts: AsyncIterator<ReplyPart, unknown> | null = null
  #isPlaceTold = false
  #hasSpoken = false
  #tries = 0

  constructor(deps: DispatchedReplyDeps) {
    this.#deps = deps
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Step> {
    if (this.#parts) return this.#step(this.#parts)
    if (!this.#ticket) {
      const { gate, seat } = this.#deps
      this.#slot = gate.enter(seat.background)
      if (this.#slot) return this.#ask()
    }
    return this.#wait()
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
    const { gate, seat, signal } = this.#deps
    signal.throwIfAborted()
    this.#ticket ??= new WaitingTicket(gate, seat, signal)
    const news = await this.#ticket.next()
    if ('position' in news) {
      this.#isPlaceTold = true
      return { done: false, value: { kind: 'phase', phase: 'queued', place: news } }
    }
    this.#ticket.leave()
    this.#slot = news
    if (!this.#isPlaceTold) return this.#ask()
    this.#parts = this.#iterate()
    return WAITING
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
    const pauseMs = code === 'engine_busy' && !this.#hasSpoken ? this.#pause() : null
    if (pauseMs === null || signal.aborted) {
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
