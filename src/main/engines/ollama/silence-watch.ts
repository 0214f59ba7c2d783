/** Calls `onSilence` once nothing was heard for `limitMs`. Hearing something costs no timer. */
export class SilenceWatch {
  readonly #limitMs: number
  readonly #onSilence: () => void
  #lastAt = 0
  #timer: NodeJS.Timeout | null = null

  constructor(limitMs: number, onSilence: () => void) {
    this.#limitMs = limitMs
    this.#onSilence = onSilence
  }

  /** The first call starts the watch. */
  heard(): void {
    this.#lastAt = performance.now()
    this.#timer ??= this.#arm(this.#limitMs)
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }

  #arm(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      const left = this.#lastAt + this.#limitMs - performance.now()
      if (left <= 0) this.#onSilence()
      else this.#timer = this.#arm(left)
    }, ms)
  }
}
