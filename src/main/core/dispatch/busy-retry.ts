/** An engine that has no room for a request is asked again so many times before the person is told. */
const RETRIES = 4
/** The first pause is at most so long; each further one twice that of the one before. */
const FIRST_PAUSE_MS = 200

/**
 * How long to wait before a refused request is sent again; null where it was tried often enough. Somewhere in the upper
 * half of the time allowed, so that requests refused together do not come back together. `tries` counts from 0.
 */
export function pauseBeforeRetry(tries: number, random: () => number): number | null {
  if (tries >= RETRIES) return null
  return FIRST_PAUSE_MS * 2 ** tries * (0.5 + random() / 2)
}
