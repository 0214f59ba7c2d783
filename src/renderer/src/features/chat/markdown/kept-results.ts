/** Results by what they were made from; the oldest go when there are too many, or when they are too large together. */
export class KeptResults<Result> {
  readonly #results = new Map<string, { readonly result: Result; readonly size: number }>()
  readonly #most: number
  readonly #largest: number
  #size = 0

  /** `most` results, whose keys and values have `largest` characters together. */
  constructor(most: number, largest: number) {
    this.#most = most
    this.#largest = largest
  }

  get(key: string): Result | undefined {
    return this.#results.get(key)?.result
  }

  /** `size`: characters of the result. */
  keep(key: string, result: Result, size: number): void {
    this.#drop(key)
    this.#results.set(key, { result, size: key.length + size })
    this.#size += key.length + size
    while (this.#results.size > this.#most || this.#size > this.#largest) {
      const oldest = this.#results.keys().next()
      if (oldest.done === true) return
      this.#drop(oldest.value)
    }
  }

  #drop(key: string): void {
    this.#size -= this.#results.get(key)?.size ?? 0
    this.#results.delete(key)
  }
}
