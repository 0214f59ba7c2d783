import { AppError } from '@shared/contract/app-error'

/**
 * Runs a task for at most so many milliseconds, or until the signal is aborted, whether or not the task heeds the signal it
 * gets. Rejects with `AppError('invalid_input')` where it took too long.
 */
export async function runWithin<T>(
  limitMs: number,
  signal: AbortSignal,
  task: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const own = new AbortController()
  const over = Promise.withResolvers<never>()
  const end = (reason: Error) => {
    over.reject(reason)
    own.abort(reason)
  }
  const onAbort = () => end(new Error('aborted', { cause: signal.reason }))
  const timer = setTimeout(() => end(tookTooLong(limitMs)), limitMs)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([task(own.signal), over.promise])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

function tookTooLong(limitMs: number): AppError {
  const seconds = Math.round(limitMs / 100) / 10
  return new AppError('invalid_input', `The tool took longer than ${seconds} s and was ended.`)
}
