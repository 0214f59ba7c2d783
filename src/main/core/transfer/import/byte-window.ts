/** Reads the next bytes into `into` and answers how many; 0 at the end. */
export type ReadBytes = (into: Uint8Array) => number

const BLOCK_BYTES = 1_048_576

/** A window that moves over a file of any size: it holds what is being looked at, and grows where that is large. */
export class ByteWindow {
  readonly #read: ReadBytes
  readonly #maxBytes: number
  #buffer = Buffer.allocUnsafe(BLOCK_BYTES)
  #offset = 0
  #isAtEnd = false
  /** Where the reader stands and where what was read ends, both within `bytes`. */
  at = 0
  end = 0

  /** `maxBytes`: nothing that is looked at as a whole is larger. */
  constructor(read: ReadBytes, maxBytes: number) {
    this.#read = read
    this.#maxBytes = maxBytes
  }

  get bytes(): Buffer {
    return this.#buffer
  }

  /** Where the reader stands in the file. */
  get position(): number {
    return this.#offset + this.at
  }

  /** Reads more after what is there; false at the end of the file. What is before `at` is forgotten. Throws `RangeError`. */
  more(): boolean {
    if (this.#isAtEnd) return false
    if (this.at > 0) {
      this.#buffer.copyWithin(0, this.at, this.end)
      this.#offset += this.at
      this.end -= this.at
      this.at = 0
    }
    if (this.end === this.#buffer.length) this.#grow()
    const count = this.#read(this.#buffer.subarray(this.end))
    this.end += count
    this.#isAtEnd = count === 0
    return count > 0
  }

  #grow(): void {
    if (this.#buffer.length >= this.#maxBytes) throw new RangeError('too large')
    const larger = Buffer.allocUnsafe(Math.min(this.#buffer.length * 2, this.#maxBytes))
    this.#buffer.copy(larger, 0, 0, this.end)
    this.#buffer = larger
  }
}
