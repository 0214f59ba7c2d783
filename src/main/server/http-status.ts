import { AppError, toWireError } from '@shared/contract/app-error'
import type { ErrorCode, WireError } from '@shared/contract/errors'

/** A new code without a status does not compile. */
export const HTTP_STATUS = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  engine_unavailable: 503,
  engine_busy: 503,
  model_not_found: 404,
  context_overflow: 422,
} as const satisfies Record<ErrorCode, number>

export interface ErrorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly error: WireError }
}

/** What HTTP answers for whatever was thrown. */
export function toErrorAnswer(thrown: unknown): ErrorAnswer {
  const error = toWireError(thrown)
  const headers: Record<string, string> = {}
  if (error.retryAfterMs !== undefined)
    headers['retry-after'] = String(Math.ceil(error.retryAfterMs / 1000))
  if (error.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer'
  return { status: HTTP_STATUS[error.code], headers, body: { error } }
}

/** What the HTTP library refuses by itself, in our own words; anything that is not the caller's fault stays as it is. */
export function toRefusal(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown
  switch (statusOf(thrown) ?? 500) {
    case 400:
    case 414:
      return new AppError(
        'invalid_input',
        'The request is malformed: its body must be JSON, its address a valid one.',
      )
    case 403:
      return new AppError('forbidden', 'There is nothing to see at this address.')
    case 404:
    case 405:
      return new AppError('not_found', 'There is nothing at this address.')
    case 413:
      return new AppError('too_large', 'The request is larger than 1 MB. Send less at once.')
    case 415:
      return new AppError(
        'invalid_input',
        'The body must be JSON, with "Content-Type: application/json".',
      )
    default:
      return thrown
  }
}

function statusOf(thrown: unknown): number | null {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return null
  return typeof thrown.statusCode === 'number' ? thrown.statusCode : null
}
