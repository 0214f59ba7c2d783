/** So many failures one after the other, or half of the last ten attempts, and others come first. */
export const FAILURES_IN_A_ROW = 5
const WINDOW = 10
/** How long others come first: the longer the more trials failed, and never so long that a recovery waits 15 s. */
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 10_000

/** `trial`: the pause is over, and one attempt may show whether it works again. */
export type BreakerState = 'closed' | 'open' | 'trial'

/** Remembers how attempts at one server ended, and says whether it is worth another. */
export class CircuitBreaker {
  readonly #now: () => number
  #inARow = 0
  #recent: boolean[] = []
  #openUntil: number | null = null
  #pauseMs = FIRST_PAUSE_MS
  #trying = false

  constructor(now: () => number) {
    this.#now = now
  }

  get state(): BreakerState {
    if (this.#openUntil === null) return 'closed'
    return this.#trying || this.#now() < this.#openUntil ? 'open' : 'trial'
  }

  /** An attempt begins; end it with one of the other three. */
  begin(): void {
    if (this.state === 'trial') this.#trying = true
  }

  succeeded(): void {
    this.#inARow = 0
    this.#remember(true)
    if (this.#openUntil !== null) this.reset()
  }

  failed(): void {
    this.#inARow += 1
    this.#remember(false)
    const failures = this.#recent.filter((good) => !good).length
    const isHalf = this.#recent.length === WINDOW && failures * 2 >= WINDOW
    if (this.#trying) this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2)
    if (this.#trying || this.#inARow >= FAILURES_IN_A_ROW || isHalf) this.#open()
  }

  /** It ended without telling anything: somebody stopped it, or the request itself was wrong. */
  dropped(): void {
    this.#trying = false
  }

  /** It is known to work again. */
  reset(): void {
    this.#inARow = 0
    this.#recent = []
    this.#openUntil = null
    this.#pauseMs = FIRST_PAUSE_MS
    this.#trying = false
  }

  #open(): void {
    this.#trying = false
    this.#openUntil = this.#now() + this.#pauseMs
  }

  #remember(good: boolean): void {
    this.#recent = [...this.#recent, good].slice(-WINDOW)
  }
}
