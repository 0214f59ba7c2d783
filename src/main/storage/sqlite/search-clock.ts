/** Thrown out of a statement that is not to go on. */
export class SearchStopped extends Error {
  override readonly name = 'SearchStopped'
  readonly reason: 'cancelled' | 'late'

  constructor(reason: SearchStopped['reason']) {
    super(`The search was stopped: ${reason}.`)
    this.reason = reason
  }
}

/** A search that is not done by then answers with what it has. */
const LONGEST_MS = 1_500
const ROWS_BETWEEN_LOOKS = 64

/** SQLite asks it at every row: better-sqlite3 has no way to interrupt a statement from outside. */
export class SearchClock {
  readonly #cancelled: Int32Array
  #job = 0
  #deadline = 0
  #rows = 0

  /** `cancelled` is shared: its first element is the newest job that nobody waits for any more. */
  constructor(cancelled: Int32Array) {
    this.#cancelled = cancelled
  }

  begin(job: number): void {
    this.#job = job
    this.#deadline = performance.now() + LONGEST_MS
    this.#rows = 0
  }

  /** Throws `SearchStopped` where the search was given up or takes too long. */
  check(): void {
    if (Atomics.load(this.#cancelled, 0) === this.#job) throw new SearchStopped('cancelled')
    this.#rows += 1
    if (this.#rows % ROWS_BETWEEN_LOOKS === 0 && performance.now() > this.#deadline)
      throw new SearchStopped('late')
  }
}
