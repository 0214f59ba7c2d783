import { LOCALE } from './locale'

// Formats are named, not made once: one that is made keeps the zone it was made in, and people travel.
const WEEKDAY = { weekday: 'long' } as const
const DAY_THIS_YEAR = { weekday: 'short', day: 'numeric', month: 'long' } as const
const DAY_OTHER_YEAR = { day: 'numeric', month: 'long', year: 'numeric' } as const

/** The local calendar day of `at` (epoch milliseconds) as `2026-03-29`. */
export function localDayOf(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/**
 * How many calendar days lie between two instants in the reader's zone. Counted by date, never by 24 hours: the days when
 * clocks change have 23 or 25.
 */
export function localDaysBetween(earlier: number, later: number): number {
  const midday = (at: number) => {
    const date = new Date(at)
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), 12)
  }
  return Math.round((midday(later) - midday(earlier)) / 86_400_000)
}

/** `Today`, `Yesterday`, a weekday within the last six days, else the date. Both are epoch milliseconds. */
export function formatDay(at: number, now: number): string {
  const days = localDaysBetween(at, now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days > 1 && days < 7) return new Date(at).toLocaleDateString(LOCALE, WEEKDAY)
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Date(at).toLocaleDateString(LOCALE, sameYear ? DAY_THIS_YEAR : DAY_OTHER_YEAR)
}
