const MINUTE_MS = 60_000
const SLOTS = 12
const SLOT_MS = MINUTE_MS / SLOTS

/**
 * How often something happened within the last minute, in thirteen numbers. The slot that is partly out of the minute counts
 * whole, so that no sixty seconds ever see more than the limit.
 */
export class MinuteCount {
  readonly #counts = new Uint32Array(SLOTS + 1)
  #slot = 0
  #total = 0

  /** Counts one more and answers 0; where that were more than `limit`, answers after how many milliseconds there is room. */
  take(limit: number, now: number): number {
    this.#advance(Math.floor(now / SLOT_MS))
    if (this.#total >= limit) return this.#waitFor(limit, now)
    const at = this.#slot % this.#counts.length
    this.#counts[at] = this.#at(this.#slot) + 1
    this.#total += 1
    return 0
  }

  #advance(slot: number): void {
    // A clock that was set back begins a new minute.
    if (slot < this.#slot || slot - this.#slot > SLOTS) {
      this.#counts.fill(0)
      this.#total = 0
      this.#slot = slot
    }
    while (this.#slot < slot) {
      this.#slot += 1
      this.#total -= this.#at(this.#slot)
      this.#counts[this.#slot % this.#counts.length] = 0
    }
  }

  #waitFor(limit: number, now: number): number {
    let left = this.#total
    for (let slot = this.#slot - SLOTS; slot <= this.#slot; slot += 1) {
      left -= this.#at(slot)
      if (left < limit) return (slot + SLOTS + 1) * SLOT_MS - now
    }
    return MINUTE_MS
  }

  #at(slot: number): number {
    const { length } = this.#counts
    return this.#counts[((slot % length) + length) % length] ?? 0
  }
}
