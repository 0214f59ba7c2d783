import type { SessionId } from '@shared/model/ids'
import type { QueuePlace } from '@shared/model/turn'
import type { Seat } from '../engines/engine'
import { asError } from '../engines/unless-aborted'
import type { ModelGate, Slot, Waiter } from './model-gate'

/** That it waits here no more, and as of when it goes on waiting elsewhere. */
export interface MovedNews {
  readonly movedSince: number
}

type News = Slot | QueuePlace | MovedNews

export interface WaitingTicketDeps {
  readonly gate: ModelGate
  readonly seat: Seat
  readonly signal: AbortSignal
  /** Whether it wants to go on waiting at this gate. */
  readonly stays: () => boolean
}

/** Waits at a gate for a slot: one piece of news after the other, until the slot comes or the signal is aborted. */
export class WaitingTicket implements Waiter {
  readonly person: string
  readonly session: SessionId
  readonly background: boolean
  readonly since: number
  readonly stays: () => boolean
  readonly #gate: ModelGate
  readonly #signal: AbortSignal
  readonly #onAbort = () => {
    this.leave()
    this.#asked?.reject(asError(this.#signal.reason))
  }
  #news: News | null = null
  #asked: PromiseWithResolvers<News> | null = null

  constructor({ gate, seat, signal, stays }: WaitingTicketDeps) {
    this.person = seat.person
    this.session = seat.session
    this.background = seat.background
    this.since = seat.since ?? performance.now()
    this.stays = stays
    this.#gate = gate
    this.#signal = signal
    gate.wait(this)
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** The slot, the place where it changed, or that it moved. Rejects with the signal's reason once that is aborted. */
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

  moved(movedSince: number): void {
    this.#tell({ movedSince })
  }

  #tell(news: News): void {
    if (this.#asked) this.#asked.resolve(news)
    else this.#news = news
    this.#asked = null
  }
}
