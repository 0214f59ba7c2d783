import { BoundedTable } from './bounded-table'
import { MinuteCount } from './minute-count'

/** So many people or addresses are counted at a time: about 100 bytes each. */
const MOST_KEYS = 10_000

/** How often each of many does something in a minute. Its memory is bounded: who was quiet for longest is forgotten first. */
export class RateLimiter {
  readonly #limit: () => number
  readonly #now: () => number
  readonly #counts = new BoundedTable<MinuteCount>(MOST_KEYS)

  /** `limit`: times a minute as it is set now; 0 for no limit. */
  constructor(limit: () => number, now: () => number) {
    this.#limit = limit
    this.#now = now
  }

  /** 0 where this one may; else after how many milliseconds they may try again. */
  take(key: string): number {
    const limit = this.#limit()
    if (limit === 0) return 0
    const count = this.#counts.get(key) ?? new MinuteCount()
    this.#counts.set(key, count)
    return count.take(limit, this.#now())
  }
}
