import type { Session } from '@shared/model/session'
import { formatDay, localDayOf } from '../../ui/local-day'

export interface DayOfSessions {
  /** The local day as `2026-03-29`. */
  readonly day: string
  readonly label: string
  readonly sessions: readonly Session[]
}

/** Sessions under the local day on which something was last said in them, the newest first. `now` is epoch milliseconds. */
export function groupByDay(sessions: readonly Session[], now: number): readonly DayOfSessions[] {
  const days = new Map<string, Session[]>()
  for (const session of sessions.toSorted(
    (a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1),
  )) {
    const day = localDayOf(session.updatedAt)
    const others = days.get(day)
    if (others === undefined) days.set(day, [session])
    else others.push(session)
  }
  return [...days].map(([day, ofDay]) => ({
    day,
    label: formatDay(ofDay[0]?.updatedAt ?? now, now),
    sessions: ofDay,
  }))
}
