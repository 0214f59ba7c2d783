import type { Timestamp } from '@shared/model/ids'
import type { MessageDetails } from '@shared/model/message-details'
import type { LiveThinking as ThinkingSoFar } from '@shared/model/turn'

/** What was not told yet: `text` stands at `offset` (UTF-16 code units) of all that was thought. */
export interface UntoldThinking extends ThinkingSoFar {
  readonly offset: number
}

/** What a model thinks before and between its words, and for how long: the words in between do not count. */
export class LiveThinking {
  readonly #now: () => Timestamp
  #text = ''
  #told = 0
  /** When it would have begun, had it never paused. */
  #startedAt: Timestamp = 0
  /** Null while it thinks. */
  #durationMs: number | null = 0
  #toldEnd = true

  constructor(now: () => Timestamp) {
    this.#now = now
  }

  /** Null where it did not think at all. */
  get soFar(): ThinkingSoFar | null {
    if (this.#text === '') return null
    return { text: this.#text, startedAt: this.#startedAt, durationMs: this.#durationMs }
  }

  /** As it is kept; while it still thinks, up to now. */
  get kept(): NonNullable<MessageDetails['thinking']> | null {
    if (this.#text === '') return null
    return {
      text: this.#text,
      durationMs: this.#durationMs ?? Math.max(0, this.#now() - this.#startedAt),
    }
  }

  /** True where nothing of it was told so far. */
  add(text: string): boolean {
    this.#startedAt = this.#durationMs === null ? this.#startedAt : this.#now() - this.#durationMs
    this.#durationMs = null
    this.#text += text
    return this.#told === 0
  }

  /** It speaks now, or has ended. False where it was not thinking. */
  pause(): boolean {
    if (this.#durationMs !== null) return false
    this.#durationMs = Math.max(0, this.#now() - this.#startedAt)
    this.#toldEnd = false
    return true
  }

  /** What came since the last call; null where nothing did. */
  takeUntold(): UntoldThinking | null {
    const offset = this.#told
    if (offset === this.#text.length && this.#toldEnd) return null
    this.#told = this.#text.length
    this.#toldEnd = true
    return {
      offset,
      text: this.#text.slice(offset),
      startedAt: this.#startedAt,
      durationMs: this.#durationMs,
    }
  }
}
