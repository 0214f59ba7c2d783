/** Long enough to be steady, short enough to follow a network that changes. */
const WINDOW_MS = 10_000
/** Before that a rate says nothing. */
const SHORTEST_MS = 1_000
/** Samples nearer than this become one. */
const SAMPLE_MS = 250

interface Sample {
  readonly at: number
  readonly bytes: number
}

/** Bytes per second over the last ten seconds. */
export class SpeedMeter {
  #samples: Sample[] = []
  #bytes = 0

  /** `at` is epoch milliseconds and never steps back. */
  add(arrived: number, at: number): void {
    this.#bytes += arrived
    const last = this.#samples.at(-1)
    if (last && at - last.at < SAMPLE_MS) return
    this.#samples.push({ at, bytes: this.#bytes })
    this.#samples = this.#samples.filter((sample) => at - sample.at <= WINDOW_MS)
  }

  /** Null while it cannot be told. */
  perSecond(at: number): number | null {
    const first = this.#samples.find((sample) => at - sample.at <= WINDOW_MS)
    if (!first || at - first.at < SHORTEST_MS) return null
    return ((this.#bytes - first.bytes) * 1000) / (at - first.at)
  }
}
