import type { IncomingMessage } from 'node:http'

/** The connection broke before the answer was complete. */
export class StreamCutError extends Error {
  override readonly name = 'StreamCutError'
}

interface Waiting {
  resolve(result: ReadResult): void
  reject(reason: unknown): void
}

type ReadResult =
  | { readonly done: false; readonly value: Uint8Array }
  | { readonly done: true; readonly value: undefined }

const END: ReadResult = { done: true, value: undefined }

/**
 * The body of an answer, as the `ollama` client reads one. It always takes what comes, so that the connection is free
 * for the next request as soon as the server is done, whether or not somebody reads to the end.
 */
export class LeanBody {
  readonly #chunks: Uint8Array[] = []
  #ended = false
  #failed = false
  #failure: unknown = null
  #readToEnd = false
  #waiting: Waiting | null = null

  constructor(incoming: IncomingMessage) {
    incoming.on('data', (chunk: Uint8Array) => this.#push(chunk))
    incoming.once('end', () => this.#end())
    incoming.once('error', (cause) =>
      this.fail(new StreamCutError('the answer was cut', { cause })),
    )
    // A connection can close without an error of its own.
    incoming.once('close', () => {
      if (!this.#ended) this.fail(new StreamCutError('the connection closed'))
    })
  }

  /** Whether the server has sent all of it. */
  get ended(): boolean {
    return this.#ended
  }

  /** Whether the reader has been told that there is no more. */
  get readToEnd(): boolean {
    return this.#readToEnd
  }

  /** Every further read rejects with this; what was not read is dropped. */
  fail(reason: unknown): void {
    if (this.#ended || this.#failed) return
    this.#failed = true
    this.#failure = reason
    this.#waiting?.reject(reason)
    this.#waiting = null
  }

  getReader(): { read(): Promise<ReadResult>; releaseLock(): void } {
    return { read: () => this.#read(), releaseLock: () => undefined }
  }

  /** All of it as text. Rejects where it is longer than `maxBytes`. */
  async text(maxBytes: number): Promise<string> {
    const chunks: Uint8Array[] = []
    let size = 0
    for (let step = await this.#read(); !step.done; step = await this.#read()) {
      size += step.value.length
      if (size > maxBytes) throw new StreamCutError('the answer is too long')
      chunks.push(step.value)
    }
    return Buffer.concat(chunks).toString('utf8')
  }

  #read(): Promise<ReadResult> {
    const value = this.#chunks.shift()
    if (value) return Promise.resolve({ done: false, value })
    if (this.#failed) return Promise.reject(asError(this.#failure))
    if (this.#ended) {
      this.#readToEnd = true
      return Promise.resolve(END)
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }

  #push(value: Uint8Array): void {
    if (this.#failed) return
    const waiting = this.#waiting
    this.#waiting = null
    if (waiting) waiting.resolve({ done: false, value })
    else this.#chunks.push(value)
  }

  #end(): void {
    if (this.#failed) return
    this.#ended = true
    if (!this.#waiting) return
    this.#readToEnd = true
    this.#waiting.resolve(END)
    this.#waiting = null
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}
