import { damaged } from '../picture-problem.ts'

/** Reads a file from its beginning. Whatever would lie beyond its end throws `invalid_input`. */
export class ByteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get at(): number {
    return this.#at
  }

  take(count: number): Buffer {
    const end = this.#at + count
    if (end > this.#bytes.length) throw damaged()
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }

  u8(): number {
    return this.take(1).readUInt8()
  }

  u16be(): number {
    return this.take(2).readUInt16BE()
  }

  u32be(): number {
    return this.take(4).readUInt32BE()
  }

  u16le(): number {
    return this.take(2).readUInt16LE()
  }

  u32le(): number {
    return this.take(4).readUInt32LE()
  }

  /** Four letters that name what follows. */
  name(): string {
    return this.take(4).toString('latin1')
  }
}
