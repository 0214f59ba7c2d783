/** How much a new reply changes what is expected of the next one. */
const WEIGHT = 0.25
/** Expected of a reply before any was made. */
const UNKNOWN_MS = 5_000
const [SHORTEST_RETRY_MS, LONGEST_RETRY_MS] = [1_000, 600_000]

/** How long replies of a model take, by its recent ones; so a guess of how long somebody waits. */
export class ReplyPace {
  #meanMs: number | null = null

  took(ms: number): void {
    this.#meanMs = this.#meanMs === null ? ms : this.#meanMs + WEIGHT * (ms - this.#meanMs)
  }

  /** Until the one at this place (from 1) begins, with so many replies at a time; null before the first reply. Whole seconds. */
  secondsLeft(place: number, parallel: number): number | null {
    return this.#meanMs === null ? null : rounded((place * this.#meanMs) / parallel / 1_000)
  }

  /** When to ask again, where `waiting` wait already: once half of them are through. Milliseconds. */
  retryAfterMs(waiting: number, parallel: number): number {
    const ms = ((waiting / 2) * (this.#meanMs ?? UNKNOWN_MS)) / parallel
    return Math.round(Math.min(LONGEST_RETRY_MS, Math.max(SHORTEST_RETRY_MS, ms)))
  }
}

/** A guess does not pretend to be exact, and does not change with every reply. */
function rounded(seconds: number): number {
  const step = seconds <= 10 ? 1 : seconds <= 60 ? 5 : seconds <= 600 ? 30 : 60
  return Math.max(1, Math.ceil(seconds / step) * step)
}
