import type { Logger } from '@main/core/logging/logger'
import { faultOf, toCallerError } from './sqlite-fault'

/** A full disk fails every write there is: once in a while is enough to say so. */
const REPEAT_AFTER_MS = 10_000

/** Makes what a caller is told of what SQLite threw, and logs faults of the store, each kind at most every 10 s. */
export function createFaultReporter(log: Logger, now: () => number) {
  const lastLogged = new Map<string, number>()
  return (error: unknown): unknown => {
    const fault = faultOf(error)
    if (fault !== null && now() - (lastLogged.get(fault) ?? -Infinity) >= REPEAT_AFTER_MS) {
      lastLogged.set(fault, now())
      log.error('storage failed', { fault, error })
    }
    return toCallerError(error)
  }
}
