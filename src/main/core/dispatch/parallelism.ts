/** A reply that waited no longer than this inside the engine had a place there as good as its own. */
export const UNNOTICED_WAIT_MS = 250
/** After a request that had to wait, so many replies end before one more than is known to fit is sent again. */
const FEWEST_BETWEEN_TRIES = 8
const MOST_BETWEEN_TRIES = 64

/**
 * Learns how many requests a model's server takes at a time, from how long each waited there (ADR 12). At first twice as
 * many are sent as are known to fit; after one had to wait, as many as fit, and now and then one more.
 */
export class Parallelism {
  #known = 1
  #isUnchecked = true
  #between = FEWEST_BETWEEN_TRIES
  #sinceWait = 0

  /** How many are known to run at the same time. */
  get known(): number {
    return this.#known
  }

  /** How many to send at a time. */
  get limit(): number {
    if (this.#isUnchecked) return this.#known * 2
    return this.#sinceWait >= this.#between ? this.#known + 1 : this.#known
  }

  /** So many were seen to run at the same time. */
  fits(count: number): void {
    if (count <= this.#known) return
    this.#known = count
    this.#between = FEWEST_BETWEEN_TRIES
  }

  /** A reply ended. */
  ended(): void {
    this.#sinceWait += 1
  }

  /** The last of `count` requests under way had to wait until another one ended. */
  waited(count: number): void {
    this.#known = Math.max(1, Math.min(this.#known, count - 1))
    if (!this.#isUnchecked) this.#between = Math.min(MOST_BETWEEN_TRIES, this.#between * 2)
    this.#isUnchecked = false
    this.#sinceWait = 0
  }

  /** The server went away: the one that comes back may be another one. */
  forget(): void {
    this.#known = 1
    this.#isUnchecked = true
    this.#between = FEWEST_BETWEEN_TRIES
  }
}
