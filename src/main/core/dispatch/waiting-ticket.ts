import type { QueuePlace } from '@shared/model/turn'
import { asError } from '../engines/unless-aborted'
import type { Seat } from './fair-queue'
import type { ModelGate, Slot, Waiter } from './model-gate'

type News = Slot | QueuePlace

/** Waits at a gate for a slot: one piece of news after the other, until the slot comes or the signal is aborted. */
export class WaitingTicket implements Waiter {
  readonly person: string
  readonly session: string
  readonly background: boolean
  readonly #gate: ModelGate
  readonly #signal: AbortSignal
  readonly #onAbort = () => {
    this.leave()
    this.#asked?.reject(asError(this.#signal.reason))
  }
  #news: News | null = null
  #asked: PromiseWithResolvers<News> | null = null

  /** Throws `engine_busy` where too many wait. */
  constructor(gate: ModelGate, seat: Seat, signal: AbortSignal) {
    this.person = seat.person
    this.session = seat.session
    this.background = seat.background
    this.#gate = gate
    this.#signal = signal
    gate.wait(this)
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** The slot, or the place where it changed. Rejects with the signal's reason once that is aborted. */
  async next(): Promise<News> {
    this.#signal.throwIfAborted()
    const news = this.#news
    this.#news = null
    if (news) return news
    this.#asked = Promise.withResolvers()
    return this.#asked.promise
  }

  /** Does not wait any more; a slot that came meanwhile and was not taken goes back. */
  leave(): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#gate.giveUp(this)
    if (this.#news && 'leave' in this.#news) this.#news.leave({ kind: 'given-up' })
    this.#news = null
  }

  granted(slot: Slot): void {
    this.#tell(slot)
  }

  placed(place: QueuePlace): void {
    this.#tell(place)
  }

  #tell(news: News): void {
    if (this.#asked) this.#asked.resolve(news)
    else this.#news = news
    this.#asked = null
  }
}
