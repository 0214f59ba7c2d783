import { LOCALE } from './locale'

const oneDigit = new Intl.NumberFormat(LOCALE, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

function twoUnits(
  ms: number,
  big: number,
  bigUnit: string,
  small: number,
  smallUnit: string,
): string {
  const wholes = Math.floor(ms / big)
  const rest = Math.floor((ms % big) / small)
  return rest === 0 ? `${wholes} ${bigUnit}` : `${wholes} ${bigUnit} ${rest} ${smallUnit}`
}

/** Milliseconds in the two units that matter: `310 ms`, `4.2 s`, `3 min 5 s`, `2 h 14 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  const duration = Math.max(0, ms)
  if (duration < SECOND_MS) return `${Math.round(duration)} ms`
  if (duration < MINUTE_MS) return formatSeconds(duration)
  if (duration < HOUR_MS) return twoUnits(duration, MINUTE_MS, 'min', SECOND_MS, 's')
  if (duration < DAY_MS) return twoUnits(duration, HOUR_MS, 'h', MINUTE_MS, 'min')
  return twoUnits(duration, DAY_MS, 'd', HOUR_MS, 'h')
}

/** Milliseconds in whole seconds or more, for what counts down or up by the second: `12 s`, `3 min 5 s`. Never rounded up. */
export function formatWholeSeconds(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / SECOND_MS)
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * SECOND_MS)
}

/** Milliseconds as seconds with one digit, for something that is running: `0.3 s`, `4.2 s`. Never rounded up. */
export function formatSeconds(ms: number): string {
  return `${oneDigit.format(Math.floor(Math.max(0, ms) / 100) / 10)} s`
}
