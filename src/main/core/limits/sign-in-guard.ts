import { AppError } from '@shared/contract/app-error'
import { BoundedTable } from './bounded-table'

/** Addresses and people that failed to sign in, remembered at a time. */
const MOST_KEYS = 10_000
const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 15 * 60_000
/** Failures of somebody who kept quiet for so long are forgotten. */
const FORGOTTEN_AFTER_MS = 60 * 60_000

interface Failures {
  readonly count: number
  readonly at: number
}

export interface SignInGuardDeps {
  /** So many failures cost nothing. */
  readonly freeAttempts: () => number
  readonly now: () => number
  /** One more was told to wait, or failed. */
  readonly onCounted: (what: 'signIns' | 'failedSignIns') => void
}

/**
 * Slows down whoever guesses: after a few failures each further one doubles the time until the next try, for the address and
 * for the person it was tried as. Keys are `address:…` and `person:…`.
 */
export class SignInGuard {
  readonly #deps: SignInGuardDeps
  readonly #failures = new BoundedTable<Failures>(MOST_KEYS)

  constructor(deps: SignInGuardDeps) {
    this.#deps = deps
  }

  /**
   * Tries to sign in. Throws `rate_limited`, without trying, while one of the keys has to wait. What comes at once counts
   * before it is known how it ends, so that many guesses at a time are no way around.
   */
  async attempt<T>(keys: readonly string[], tryIt: () => Promise<T>): Promise<T> {
    this.#requirePatience(keys)
    const before = keys.map((key) => [key, this.#failures.get(key)] as const)
    this.#note(keys)
    try {
      const result = await tryIt()
      for (const [key, failures] of before) this.#takeBack(key, failures)
      return result
    } catch (error) {
      this.#deps.onCounted('failedSignIns')
      throw error
    }
  }

  /** Something that cannot be guessed was wrong. Throws `rate_limited` where that happened often. */
  failed(keys: readonly string[]): void {
    this.#requirePatience(keys)
    this.#deps.onCounted('failedSignIns')
    this.#note(keys)
  }

  #requirePatience(keys: readonly string[]): void {
    const waitMs = Math.max(0, ...keys.map((key) => this.#waitOf(key)))
    if (waitMs === 0) return
    this.#deps.onCounted('signIns')
    throw new AppError(
      'rate_limited',
      `Signing in failed too often. Try again in ${inWords(waitMs)}.`,
      { retryAfterMs: waitMs },
    )
  }

  #note(keys: readonly string[]): void {
    const at = this.#deps.now()
    for (const key of keys) {
      const before = this.#failures.get(key)
      const count = before && at - before.at < FORGOTTEN_AFTER_MS ? before.count : 0
      this.#failures.set(key, { count: count + 1, at })
    }
  }

  /** It was no failure; earlier ones stay, so that signing in as oneself does not buy new guesses at others. */
  #takeBack(key: string, before: Failures | undefined): void {
    const count = (this.#failures.get(key)?.count ?? 1) - 1
    if (count === 0) this.#failures.delete(key)
    else this.#failures.set(key, { count, at: before?.at ?? this.#deps.now() })
  }

  #waitOf(key: string): number {
    const failures = this.#failures.get(key)
    const beyond = (failures?.count ?? 0) - this.#deps.freeAttempts()
    if (!failures || beyond < 0) return 0
    const delay = Math.min(FIRST_DELAY_MS * 2 ** beyond, LONGEST_DELAY_MS)
    return Math.max(0, failures.at + delay - this.#deps.now())
  }
}

function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
