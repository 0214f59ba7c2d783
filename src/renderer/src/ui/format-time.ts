import { LOCALE } from './locale'

// Formats are named, not made once: one that is made keeps the zone it was made in, and people travel.
const EXACT = { dateStyle: 'full', timeStyle: 'medium' } as const
const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const
const CLOCK = { timeStyle: 'short' } as const
const MINUTE_MS = 60_000
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'narrow' })

/** The whole date and time in the reader's zone, for hovers. `at` is epoch milliseconds. */
export function formatExactTime(at: number): string {
  return new Date(at).toLocaleString(LOCALE, EXACT)
}

/** The date and time in the reader's zone: `3 May 2026, 14:02`. `at` is epoch milliseconds. */
export function formatMoment(at: number): string {
  return new Date(at).toLocaleString(LOCALE, MOMENT)
}

/** The time of day in the reader's zone: `14:02`. `at` is epoch milliseconds. */
export function formatClock(at: number): string {
  return new Date(at).toLocaleTimeString(LOCALE, CLOCK)
}

/** How long ago, coarsely, for lists: `now`, `5 min ago`, `3 hr ago`, `2 days ago`. Both are epoch milliseconds. */
export function formatRelativeTime(at: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - at) / MINUTE_MS)
  if (minutes < 1) return 'now'
  if (minutes < 60) return relative.format(-minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return relative.format(-hours, 'hour')
  return relative.format(-Math.floor(hours / 24), 'day')
}
