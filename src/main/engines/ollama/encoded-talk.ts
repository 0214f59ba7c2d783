import type { PromptMessage } from '@main/core/engines/engine'
import { toOllamaMessage } from './tool-messages'

const COMMA = 44
const FIRST_BYTES = 4_096

/** Messages of one conversation as JSON, separated by commas: what was encoded stays, what is new is put at its end. */
export class EncodedTalk {
  readonly #messages: PromptMessage[] = []
  /** Where in the bytes each of them ends. */
  readonly #ends: number[] = []
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)
  #length = 0

  /** Their JSON, valid until the next call. What is the same object as the last time is not encoded again. */
  of(messages: readonly PromptMessage[]): Uint8Array {
    this.#dropUntil(messages[0])
    this.#keep(this.#countShared(messages))
    for (const message of messages.slice(this.#ends.length)) this.#append(message)
    return this.#bytes.subarray(0, this.#length)
  }

  #dropUntil(first: PromptMessage | undefined): void {
    const from = first ? this.#messages.indexOf(first) : -1
    if (from === 0) return
    if (from === -1) {
      this.#keep(0)
      return
    }
    const start = (this.#ends[from - 1] ?? 0) + 1
    this.#bytes.copyWithin(0, start, this.#length)
    this.#length -= start
    this.#messages.splice(0, from)
    this.#ends.splice(0, from)
    for (let index = 0; index < this.#ends.length; index++)
      this.#ends[index] = (this.#ends[index] ?? 0) - start
  }

  #countShared(messages: readonly PromptMessage[]): number {
    const most = Math.min(messages.length, this.#messages.length)
    let count = 0
    while (count < most && messages[count] === this.#messages[count]) count++
    return count
  }

  /** Forgets all but the first `count`. */
  #keep(count: number): void {
    this.#messages.length = count
    this.#ends.length = count
    this.#length = this.#ends[count - 1] ?? 0
  }

  #append(message: PromptMessage): void {
    const json = JSON.stringify(toOllamaMessage(message))
    const room = Buffer.byteLength(json) + 1
    if (this.#length + room > this.#bytes.length) this.#grow(this.#length + room)
    if (this.#length > 0) this.#bytes[this.#length++] = COMMA
    this.#length += this.#bytes.write(json, this.#length)
    this.#messages.push(message)
    this.#ends.push(this.#length)
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.ceil(needed * 1.5))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
