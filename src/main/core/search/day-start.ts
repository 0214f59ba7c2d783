import type { Timestamp } from '@shared/model/ids'

const DAY = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/

/** When a day, month or year begins on this machine's calendar: `2026-11-01`, `2026-11`, `2026`. Null for anything else. */
export function dayStart(text: string): Timestamp | null {
  const parts = DAY.exec(text)
  if (parts === null) return null
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1) - 1, Number(parts[3] ?? 1)]
  const date = new Date(year, month, day)
  // A 31st of February rolls over into March; it was no day.
  const isReal = date.getMonth() === month && date.getDate() === day && year >= 1970
  return isReal ? Math.max(0, date.getTime()) : null
}
