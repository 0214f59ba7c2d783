import type { Logger } from '@main/core/logging/logger'

/** Whoever builds something says at once how it ends; `close` then unwinds all of it, last built first. */
export class Closers {
  readonly #log: Logger
  readonly #closers: { readonly name: string; readonly close: () => unknown }[] = []

  constructor(log: Logger) {
    this.#log = log
  }

  add(name: string, close: () => unknown): void {
    this.#closers.push({ name, close })
  }

  /** One that fails is logged and does not keep the others from closing. A second call does nothing. */
  async close(): Promise<void> {
    for (let closer = this.#closers.pop(); closer; closer = this.#closers.pop()) {
      try {
        await closer.close()
      } catch (error) {
        this.#log.error('could not close', { what: closer.name, error })
      }
    }
  }
}
