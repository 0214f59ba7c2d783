import { AppError } from '@shared/contract/app-error'
import type { QueuePlace } from '@shared/model/turn'
import { FairQueue } from './fair-queue'
import type { Queued } from './fair-queue'
import { Parallelism, UNNOTICED_WAIT_MS } from './parallelism'
import { ReplyPace } from './reply-pace'

/** How often those who wait are told their place, where it changed; who waits for less is told nothing. */
const TELL_EVERY_MS = 300

/** Somebody who wants a reply and may have to wait for it. */
export interface Waiter extends Queued {
  /** It is its turn. The slot is its own from here on, until it leaves it. */
  granted(slot: Slot): void
  placed(place: QueuePlace): void
  /** Whether it wants to go on waiting here, rather than for another server. */
  stays(): boolean
  /** It waits here no more. `since`: as of when it goes on waiting elsewhere. */
  moved(since: number): void
}

export interface GateLimits {
  /** How many replies at a time; `auto` learns it. */
  readonly parallel: () => number | 'auto'
  /** How many may wait for one model of one server. */
  readonly maxWaiting: () => number
}

/** How a request came to its end: the time it waited inside the engine is null where nobody knows. */
export type SlotEnd =
  | { readonly kind: 'done'; readonly waitedMs: number | null; readonly loadMs: number }
  /** The engine had no room for it. */
  | { readonly kind: 'refused' }
  /** The engine could not be reached, or went away. */
  | { readonly kind: 'away' }
  /** Anything else, as: somebody stopped it. */
  | { readonly kind: 'given-up' }

/** The right to have one request under way. */
export interface Slot {
  /** Something of the reply came. */
  heard(): void
  /** Gives the slot to the next one; once, whoever calls it how often. */
  leave(end: SlotEnd): void
}

/** One model of one server: lets in as many requests as fit there, and the rest wait in a fair queue. */
export class ModelGate {
  readonly #limits: GateLimits
  readonly #onRoom: () => void
  readonly #queue = new FairQueue<Waiter>()
  readonly #underWay = new Set<Slot>()
  readonly #learnt = new Parallelism()
  readonly #pace = new ReplyPace()
  readonly #told = new Map<Waiter, QueuePlace>()
  #timer: NodeJS.Timeout | null = null
  /** How many requests have ended so far. */
  #ends = 0

  /** `onRoom`: one more could begin at once, and nobody waits here for it. */
  constructor(limits: GateLimits, onRoom: () => void) {
    this.#limits = limits
    this.#onRoom = onRoom
  }

  get waiting(): number {
    return this.#queue.size
  }

  get underWay(): number {
    return this.#underWay.size
  }

  /** Whether one more would begin at once. */
  hasRoom(background: boolean): boolean {
    return this.#queue.urgent === 0 && this.#underWay.size < this.#room(background)
  }

  /** A slot, where one is free and nobody waits for it. */
  enter(background: boolean): Slot | null {
    if (!this.hasRoom(background)) return null
    const slot = this.#begin()
    if (this.hasRoom(false)) this.#onRoom()
    return slot
  }

  /** Waits for a slot, also where too many wait: whoever may be refused asks first why it is full. */
  wait(waiter: Waiter): void {
    this.#queue.add(waiter)
    this.#timer ??= setTimeout(() => this.#tell(), TELL_EVERY_MS)
  }

  /** Does not wait any more. Nothing where it has its slot by now. */
  giveUp(waiter: Waiter): void {
    this.#takeOut(waiter)
  }

  /** Asks those who wait, in their order, whether they stay; lets go who does not: all of them, or the first. */
  reconsider(all: boolean): void {
    for (const waiter of this.#queue.all()) {
      if (waiter.stays()) continue
      const since = this.#takeOut(waiter)
      if (since !== null) waiter.moved(since)
      if (!all) return
    }
  }

  #takeOut(waiter: Waiter): number | null {
    const since = this.#queue.remove(waiter)
    this.#told.delete(waiter)
    if (this.#queue.size === 0) this.#stopTelling()
    return since
  }

  /** The refusal for one more that would have to wait; null while there is room. */
  whyFull(): AppError | null {
    const { size } = this.#queue
    if (size < this.#limits.maxWaiting()) return null
    return new AppError(
      'engine_busy',
      `${size} messages wait for this model already. Try again when some of them are answered.`,
      { retryAfterMs: this.#pace.retryAfterMs(size, this.#atATime()) },
    )
  }

  #begin(): Slot {
    const startedAt = performance.now()
    const count = this.#underWay.size + 1
    const endsBefore = this.#ends
    let isSilent = true
    // What had to wait for a place began to speak only after another one had ended.
    let mayHaveWaited = true
    const slot: Slot = {
      heard: () => {
        if (!isSilent) return
        isSilent = false
        mayHaveWaited = this.#ends > endsBefore
        this.#heard(slot, count, performance.now() - startedAt)
      },
      leave: (end) => {
        if (!this.#underWay.delete(slot)) return
        this.#ends += 1
        if (end.kind === 'done') this.#done(end, mayHaveWaited ? count : 0, startedAt)
        else if (end.kind === 'refused') this.#learnt.waited(count)
        else if (end.kind === 'away') this.#learnt.forget()
        this.#learnt.ended()
        this.#admit()
      },
    }
    this.#underWay.add(slot)
    return slot
  }

  /** Servers begin requests in the order they come: if this one runs, so do all that came before it and have not ended. */
  #heard(slot: Slot, count: number, silentMs: number): void {
    if (count <= this.#learnt.known) return
    this.#learnt.fits(silentMs <= UNNOTICED_WAIT_MS ? count : this.#placeOf(slot))
    this.#admit()
  }

  /** `count`: how many were under way with it, if it may have had to wait for one of them, else 0. */
  #done(
    { waitedMs, loadMs }: Extract<SlotEnd, { kind: 'done' }>,
    count: number,
    startedAt: number,
  ) {
    this.#pace.took(Math.max(0, performance.now() - startedAt - loadMs))
    if (waitedMs === null) return
    if (waitedMs <= UNNOTICED_WAIT_MS) this.#learnt.fits(count)
    else if (count > 0) this.#learnt.waited(count)
  }

  #placeOf(slot: Slot): number {
    let place = 0
    for (const other of this.#underWay) {
      place += 1
      if (other === slot) break
    }
    return place
  }

  #room(background: boolean): number {
    const parallel = this.#limits.parallel()
    if (parallel !== 'auto') return parallel
    // Nobody waits for background work, so nothing is tried out with it.
    return background ? this.#learnt.known : this.#learnt.limit
  }

  #atATime(): number {
    return Math.max(1, this.#underWay.size)
  }

  #admit(): void {
    while (this.#queue.size > 0 && this.#underWay.size < this.#room(false)) {
      const next = this.#queue.take(this.#underWay.size < this.#room(true))
      if (!next) return
      this.#told.delete(next)
      if (this.#queue.size === 0) this.#stopTelling()
      next.granted(this.#begin())
    }
    if (this.hasRoom(false)) this.#onRoom()
  }

  #tell(): void {
    this.#timer = setTimeout(() => this.#tell(), TELL_EVERY_MS)
    // The limit may be another one by now.
    this.#admit()
    const now = performance.now()
    for (const [index, waiter] of this.#queue.order().entries()) {
      if (now - waiter.since < TELL_EVERY_MS) continue
      const position = index + 1
      const place = { position, secondsLeft: this.#pace.secondsLeft(position, this.#atATime()) }
      if (isSamePlace(place, this.#told.get(waiter))) continue
      this.#told.set(waiter, place)
      waiter.placed(place)
    }
  }

  #stopTelling(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}

function isSamePlace(place: QueuePlace, told: QueuePlace | undefined): boolean {
  return place.position === told?.position && place.secondsLeft === told.secondsLeft
}
