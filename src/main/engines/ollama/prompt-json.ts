import type { PromptMessage } from '@main/core/engines/engine'
import { EncodedTalk } from './encoded-talk'

/** The end of the prompt before is among so many at the end of this one: what is said now, a reply, what was said before. */
const LOOK_BACK = 3
const OPEN = Buffer.from('[')
const COMMA = Buffer.from(',')
const CLOSE = Buffer.from(']')

/**
 * The JSON of prompts. In a long talk each repeats nearly all of the one before, so what was encoded is kept for as long as
 * the last message of the newest prompt is.
 */
export class PromptJson {
  readonly #byLast = new WeakMap<PromptMessage, EncodedTalk>()

  /** A JSON array. */
  of(prompt: readonly PromptMessage[]): Buffer {
    const [first] = prompt
    if (first?.role !== 'system') return Buffer.concat([OPEN, this.#encode(prompt), CLOSE])
    const instructions = Buffer.from(JSON.stringify(first))
    if (prompt.length === 1) return Buffer.concat([OPEN, instructions, CLOSE])
    return Buffer.concat([OPEN, instructions, COMMA, this.#encode(prompt.slice(1)), CLOSE])
  }

  #encode(messages: readonly PromptMessage[]): Uint8Array {
    const talk = this.#takeBefore(messages) ?? new EncodedTalk()
    const last = messages.at(-1)
    if (last) this.#byLast.set(last, talk)
    return talk.of(messages)
  }

  #takeBefore(messages: readonly PromptMessage[]): EncodedTalk | undefined {
    for (const message of messages.slice(-LOOK_BACK)) {
      const talk = this.#byLast.get(message)
      if (!talk) continue
      this.#byLast.delete(message)
      return talk
    }
    return undefined
  }
}
