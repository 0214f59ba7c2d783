/**
 * Lets the first change of a key through at once and the newest of those that follow once per window, so that a list
 * which changes a thousand times a second costs its viewers a few frames. The last change is never lost.
 */
export class Coalescer<K, V> {
  readonly #windowMs: number
  readonly #publish: (value: V) => void
  readonly #waiting = new Map<K, { next: V | undefined; timer: NodeJS.Timeout }>()

  constructor(windowMs: number, publish: (value: V) => void) {
    this.#windowMs = windowMs
    this.#publish = publish
  }

  push(key: K, value: V): void {
    const waiting = this.#waiting.get(key)
    if (waiting) {
      waiting.next = value
      return
    }
    this.#publish(value)
    this.#open(key)
  }

  /** Forgets what waits under this key. */
  cancel(key: K): void {
    clearTimeout(this.#waiting.get(key)?.timer)
    this.#waiting.delete(key)
  }

  close(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }

  #open(key: K): void {
    const timer = setTimeout(() => {
      const next = this.#waiting.get(key)?.next
      this.#waiting.delete(key)
      if (next === undefined) return
      this.#publish(next)
      this.#open(key)
    }, this.#windowMs)
    timer.unref()
    this.#waiting.set(key, { next: undefined, timer })
  }
}
