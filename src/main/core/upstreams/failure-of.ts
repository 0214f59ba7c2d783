import { AppError } from '@shared/contract/app-error'

/**
 * What an error of an engine says about its server. `refused`: the server works and said no to this request, so another
 * server may say yes (it lacks the model, or does not let us in); `failed`: it does not work; `ours`: the request itself
 * is wrong, and would be anywhere.
 */
export type Failure = 'failed' | 'refused' | 'ours'

export function failureOf(error: unknown): Failure {
  if (!(error instanceof AppError)) return 'ours'
  const status = statusOf(error.cause)
  if (status === 401 || status === 403 || status === 404 || status === 429) return 'refused'
  if (error.code === 'engine_unavailable' || error.code === 'engine_busy') return 'failed'
  return error.code === 'model_not_found' ? 'refused' : 'ours'
}

function statusOf(cause: unknown): number | null {
  if (typeof cause !== 'object' || cause === null || !('status' in cause)) return null
  return typeof cause.status === 'number' ? cause.status : null
}
