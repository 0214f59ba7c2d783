import type { ErrorCode, WireError } from './errors'

export interface AppErrorOptions extends ErrorOptions {
  /** How long to wait before trying again, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  /** With `conflict`: the thing as it is now, as JSON, in the shape its command answers it. */
  readonly current?: unknown
}

/** A refusal that the caller is told about. Anything else that is thrown is a bug and stays in the log. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  readonly current: unknown

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.retryAfterMs = options.retryAfterMs
    this.current = options.current
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
  const { code, message, retryAfterMs, current } = error
  return {
    code,
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(current === undefined ? {} : { current }),
  }
}

/** The client's side of `toWireError`. */
export function fromWireError({ code, message, ...options }: WireError): AppError {
  return new AppError(code, message, options)
}
