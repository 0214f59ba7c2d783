import type { AppError } from '@shared/contract/app-error'
import type { Logger } from '@main/core/logging/logger'
import { ConnectionPool } from './lean-fetch'
import { OllamaCall } from './ollama-call'
import { OllamaHttpError } from './ollama-http-error'
import { toEngineError } from './to-engine-error'
import { withoutSecrets } from './without-secrets'

/** A question about the server, as opposed to work, is answered in this time or not at all. */
export const QUESTION_LIMIT_MS = 10_000

export interface OllamaClientDeps {
  /** The address as it is set now; asked for every request. */
  readonly host: () => string
  /** Sent along with every request, as a token. */
  readonly headers?: () => Readonly<Record<string, string>>
  /** Until when a server must have taken the connection, in milliseconds; asked for every one. */
  readonly connectMs?: () => number
  readonly log: Logger
}

/** The way to one Ollama server: opens calls, and says in our own words what went wrong with them. */
export class OllamaClient {
  readonly #deps: OllamaClientDeps
  readonly #pool: ConnectionPool

  constructor(deps: OllamaClientDeps) {
    this.#deps = deps
    this.#pool = new ConnectionPool(deps.connectMs)
  }

  get host(): string {
    return this.#deps.host()
  }

  /** Throws `AppError` where the address cannot be read. */
  open(signal: AbortSignal): OllamaCall {
    try {
      return new OllamaCall(this.#pool, this.#deps.host(), signal, this.#deps.headers?.())
    } catch (error) {
      throw toEngineError(error, null, { responded: false, readToEnd: false })
    }
  }

  /** Asks one thing; without an answer within `limitMs` Ollama counts as not there. `model` is what it is about. */
  async ask<T>(
    model: string | null,
    signal: AbortSignal | null,
    limitMs: number | null,
    question: (call: OllamaCall) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted()
    const call = this.open(signal ?? NEVER)
    const limit =
      limitMs === null
        ? undefined
        : setTimeout(() => call.abort(new Error('no answer in time')), limitMs)
    try {
      return await question(call)
    } catch (error) {
      signal?.throwIfAborted()
      throw this.told(error, model, call)
    } finally {
      clearTimeout(limit)
      call.close()
    }
  }

  told(error: unknown, model: string | null, call: OllamaCall): AppError {
    const told = toEngineError(error, model, call)
    // Questions about the server itself are asked again and again; their answers say enough.
    if (told !== error && model !== null) this.logged(told, error)
    return told
  }

  /** Keeps Ollama's own words, which people are not shown, in the log. */
  logged(told: AppError, error: unknown): AppError {
    const reason = error instanceof OllamaHttpError ? error.reason : String(error)
    this.#deps.log.warn('ollama failed', {
      code: told.code,
      reason: withoutSecrets(reason, this.#deps.headers?.()),
    })
    return told
  }
}

/** For questions that nobody can give up. */
const NEVER = new AbortController().signal
