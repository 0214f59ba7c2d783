import type { Session } from '@shared/model/session'
import { formatDay, localDayOf } from '../../ui/local-day'

export interface DayOfSessions {
  /** The local day as `2026-03-29`. */
  readonly day: string
  readonly label: string
  readonly sessions: readonly Session[]
}

/** The one used last first. */
export function newestFirst(a: Session, b: Session): number {
  return b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1)
}

/** Sessions under the local day on which something was last said in them, the newest first. `now` is epoch milliseconds. */
export function groupByDay(sessions: readonly Session[], now: number): readonly DayOfSessions[] {
  const days: { day: string; label: string; sessions: Session[] }[] = []
  let since = Infinity
  for (const session of sessions.toSorted(newestFirst)) {
    // A day is worked out once, not for each of its sessions: there may be thousands.
    if (session.updatedAt < since) {
      since = new Date(session.updatedAt).setHours(0, 0, 0, 0)
      const { updatedAt } = session
      days.push({ day: localDayOf(updatedAt), label: formatDay(updatedAt, now), sessions: [] })
    }
    days.at(-1)?.sessions.push(session)
  }
  return days
}
