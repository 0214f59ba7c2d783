/** Waits for an answer that nobody needs once the signal is aborted; rejects with its reason then. */
export function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(asError(signal.reason))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    void answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

/** What a signal was aborted with, as something to reject with. */
export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason })
}
