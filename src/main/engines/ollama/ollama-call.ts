import { Ollama } from 'ollama/browser'
import { LeanExchange } from './lean-fetch'
import { withoutSecrets } from './without-secrets'
import { NotOllamaError, OllamaHttpError, overflowIn, reasonOf } from './ollama-http-error'
import type { ConnectionPool, LeanInit, LeanResponse } from './lean-fetch'

/** What is left of an answer after its last line may take so long; then its connection is not worth keeping. */
const LINGER_MS = 1_000
/** As the client writes a chat without any message; inside a text its quotes would be escaped. */
const NO_MESSAGES = '"messages":[]'

/**
 * A client of its own for one turn or one question. The client's `abort` does nothing before the header comes and ends
 * every request of that client, so the signal is tied to the connection instead: aborting closes it at any moment.
 */
export class OllamaCall {
  readonly client: Ollama
  readonly #pool: ConnectionPool
  readonly #signal: AbortSignal
  readonly #headers: Readonly<Record<string, string>> | undefined
  readonly #onAbort = () => this.abort(this.#signal.reason)
  #exchange: LeanExchange | null = null
  #response: LeanResponse | null = null
  #aborted = false
  #reason: unknown = null
  #prompt: Buffer | null = null

  /** Throws `TypeError` where `host` is no address. */
  constructor(
    pool: ConnectionPool,
    host: string,
    signal: AbortSignal,
    headers?: Readonly<Record<string, string>>,
  ) {
    this.#headers = headers
    this.#pool = pool
    this.#signal = signal
    // The client declares all of `Response`, but touches only what `LeanResponse` has (ollama 0.6.4, dist/browser.mjs).
    const fetchLean = (url: unknown, init?: unknown) =>
      this.#fetch(url, init) as Promise<unknown> as Promise<Response>
    this.client = new Ollama({ host, fetch: fetchLean })
    if (signal.aborted) this.abort(signal.reason)
    else signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** Whether an answer had begun: from then on, what goes wrong goes wrong in the middle of it. */
  get responded(): boolean {
    return this.#response !== null
  }

  /** Whether the answer ended in good order and was read to that end. */
  get readToEnd(): boolean {
    return this.#response?.body.readToEnd ?? false
  }

  /** What the client's next chat, which is to have no messages, says instead: a JSON array. */
  setPrompt(json: Buffer): void {
    this.#prompt = json
  }

  /** Closes the connection; whatever waits on this call rejects with `reason`. */
  abort(reason: unknown): void {
    if (this.#aborted) return
    this.#aborted = true
    this.#reason = reason
    this.#exchange?.abort(reason)
  }

  /** The answer was taken as far as it matters; what may still come of it must not keep the connection for ever. */
  close(): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    if (!this.#response || this.#response.body.ended) return
    setTimeout(() => this.abort(null), LINGER_MS).unref()
  }

  async #fetch(url: unknown, init: unknown): Promise<LeanResponse> {
    if (this.#aborted) throw this.#reason
    this.#response = null
    const sent = this.#withHeaders(this.#withPrompt(init as LeanInit))
    this.#exchange = new LeanExchange(this.#pool, String(url), sent)
    const response = await this.#exchange.response
    this.#response = response
    if (!response.ok) {
      const { status } = response
      const body = await response.text()
      throw new OllamaHttpError(status, this.#hush(reasonOf(body)), overflowIn(status, body))
    }
    // Deleting succeeds with an empty body and no type (capture 44).
    if (!response.isEmpty && !response.contentType.includes('json'))
      throw new NotOllamaError(`answered ${response.contentType}`)
    return response
  }

  #withPrompt(init: LeanInit): LeanInit {
    const [prompt, body] = [this.#prompt, init.body]
    if (prompt === null || typeof body !== 'string') return init
    const at = body.indexOf(NO_MESSAGES) + NO_MESSAGES.length - '[]'.length
    const [before, after] = [body.slice(0, at), body.slice(at + '[]'.length)]
    return { ...init, body: Buffer.concat([Buffer.from(before), prompt, Buffer.from(after)]) }
  }

  #withHeaders(init: LeanInit): LeanInit {
    return this.#headers ? { ...init, headers: { ...init.headers, ...this.#headers } } : init
  }

  /** A server, or what stands before it, may repeat what it was sent. */
  #hush(reason: string): string {
    return withoutSecrets(reason, this.#headers)
  }
}
