import { AppError } from '@shared/contract/app-error'
import type { QueuePlace } from '@shared/model/turn'
import { FairQueue } from './fair-queue'
import type { Seat } from './fair-queue'
import { Parallelism, UNNOTICED_WAIT_MS } from './parallelism'
import { ReplyPace } from './reply-pace'

/** How often those who wait are told their place, where it changed; who waits for less is told nothing. */
const TELL_EVERY_MS = 300

/** Somebody who wants a reply and may have to wait for it. */
export interface Waiter extends Seat {
  /** It is its turn. The slot is its own from here on, until it leaves it. */
  granted(slot: Slot): void
  placed(place: QueuePlace): void
}

export interface GateLimits {
  /** How many replies at a time; `auto` learns it. */
  readonly parallel: () => number | 'auto'
  /** How many may wait. */
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

/** One model: lets in as many requests as fit there, and the rest wait in a fair queue. */
export class ModelGate {
  readonly #limits: GateLimits
  readonly #queue = new FairQueue<Waiter>()
  readonly #underWay = new Set<Slot>()
  readonly #learnt = new Parallelism()
  readonly #pace = new ReplyPace()
  readonly #waitedSince = new Map<Waiter, { readonly at: number; told: QueuePlace | null }>()
  #timer: NodeJS.Timeout | null = null
  /** How many requests have ended so far. */
  #ends = 0

  constructor(limits: GateLimits) {
    this.#limits = limits
  }

  get waiting(): number {
    return this.#queue.size
  }

  get underWay(): number {
    return this.#underWay.size
  }

  /** A slot, where one is free and nobody waits for it. */
  enter(background: boolean): Slot | null {
    if (this.#queue.urgent > 0 || this.#underWay.size >= this.#room(background)) return null
    return this.#begin()
  }

  /** Waits for a slot. Throws `engine_busy` where too many wait. */
  wait(waiter: Waiter): void {
    const full = this.whyFull()
    if (full) throw full
    this.#queue.add(waiter)
    this.#waitedSince.set(waiter, { at: performance.now(), told: null })
    this.#timer ??= setTimeout(() => this.#tell(), TELL_EVERY_MS)
  }

  /** Does not wait any more. Nothing where it has its slot by now. */
  giveUp(waiter: Waiter): void {
    if (!this.#queue.remove(waiter)) return
    this.#waitedSince.delete(waiter)
    if (this.#queue.size === 0) this.#stopTelling()
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
      this.#waitedSince.delete(next)
      if (this.#queue.size === 0) this.#stopTelling()
      next.granted(this.#begin())
    }
  }

  #tell(): void {
    this.#timer = setTimeout(() => this.#tell(), TELL_EVERY_MS)
    // The limit may be another one by now.
    this.#admit()
    const now = performance.now()
    for (const [index, waiter] of this.#queue.order().entries()) {
      const since = this.#waitedSince.get(waiter)
      if (!since || now - since.at < TELL_EVERY_MS) continue
      const position = index + 1
      const place = { position, secondsLeft: this.#pace.secondsLeft(position, this.#atATime()) }
      if (isSamePlace(place, since.told)) continue
      since.told = place
      waiter.placed(place)
    }
  }

  #stopTelling(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}

function isSamePlace(place: QueuePlace, told: QueuePlace | null): boolean {
  return place.position === told?.position && place.secondsLeft === told.secondsLeft
}
