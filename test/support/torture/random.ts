/** Random numbers that come again with the same seed (mulberry32). */
export class Random {
  readonly seed: number
  #state: number

  constructor(seed: number) {
    this.seed = seed
    this.#state = seed | 0
  }

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from 0 up to, but not including, `end`. */
  int(end: number): number {
    return Math.floor(this.next() * end)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** Another sequence, of which this one is the source. */
  fork(): Random {
    return new Random(this.int(2 ** 31))
  }
}

/** `TORTURE_SEED` where it is set, so that a failed run can be made again. */
export function tortureRandom(): Random {
  const given = process.env['TORTURE_SEED']
  return new Random(given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given))
}

/** How much of it: the variable where it is set, else what fits into an everyday run. */
export function tortureCount(variable: 'TORTURE_CUTS' | 'TORTURE_KILLS', everyday: number): number {
  return Number(process.env[variable] ?? everyday)
}

/** Names the seed in whatever goes wrong. */
export async function withSeed<T>(random: Random, task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`With TORTURE_SEED=${random.seed}: ${reason}`, { cause: error })
  }
}
