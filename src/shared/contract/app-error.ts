import type { ErrorCode, WireError } from './errors'

export interface AppErrorOptions extends ErrorOptions {
  /** How long to wait before trying again, in milliseconds. */
  readonly retryAfterMs?: number
}

/** A refusal that the caller is told about. Anything else that is thrown is a bug and stays in the log. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.retryAfterMs = options.retryAfterMs
  }
}

/** Bugs keep their detail in the log; strangers only learn that something broke. */
export function toWireError(error: unknown): WireError {
  if (!(error instanceof AppError)) {
    return {
      code: 'internal',
      message: 'Something went wrong inside Port 8000. The log has the details; try again.',
    }
  }
  const { code, message, retryAfterMs } = error
  return retryAfterMs === undefined ? { code, message } : { code, message, retryAfterMs }
}

/** The client's side of `toWireError`. */
export function fromWireError(error: WireError): AppError {
  return new AppError(
    error.code,
    error.message,
    error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs },
  )
}
