import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { groupByDay } from '@renderer/features/sessions/group-by-day'
import { formatDay, localDaysBetween } from '@renderer/ui/local-day'
import { buildSession, sessionIdOf } from '../../support/builders'

const zoneBefore = process.env['TZ']

describe('sessions by local day', () => {
  beforeEach(() => {
    process.env['TZ'] = 'Europe/Berlin'
  })
  afterEach(() => {
    if (zoneBefore === undefined) delete process.env['TZ']
    else process.env['TZ'] = zoneBefore
  })

  it('puts a session under the reader’s day, not under the day in Greenwich', () => {
    // 00:30 in Berlin on the 11th is still the 10th in UTC.
    const now = Date.UTC(2026, 5, 11, 8)
    const session = buildSession({ updatedAt: Date.UTC(2026, 5, 10, 22, 30) })
    expect(groupByDay([session], now).map(({ day, label }) => [day, label])).toEqual([
      ['2026-06-11', 'Today'],
    ])
  })

  it('puts the newest day first and the newest session first within it', () => {
    const now = Date.UTC(2026, 5, 11, 18)
    const sessions = [
      buildSession({ id: sessionIdOf(1), updatedAt: now - 30 * 3_600_000 }),
      buildSession({ id: sessionIdOf(2), updatedAt: now - 3_600_000 }),
      buildSession({ id: sessionIdOf(3), updatedAt: now - 60_000 }),
    ]
    const shown = groupByDay(sessions, now).map(({ label, sessions: ofDay }) => [
      label,
      ofDay.map(({ id }) => id),
    ])
    expect(shown).toEqual([
      ['Today', [sessionIdOf(3), sessionIdOf(2)]],
      ['Yesterday', [sessionIdOf(1)]],
    ])
  })

  it('counts the 23-hour day when clocks go forward as one day', () => {
    // Summer time began on 29 March 2026: between these midnights lie 23 hours.
    const sunday = new Date(2026, 2, 29, 0, 0).getTime()
    const monday = new Date(2026, 2, 30, 0, 0).getTime()
    expect([monday - sunday, localDaysBetween(sunday, monday)]).toEqual([23 * 3_600_000, 1])
    expect(formatDay(sunday, monday)).toBe('Yesterday')
  })

  it('keeps both ends of the 25-hour day when clocks go back on the same day', () => {
    const first = new Date(2026, 9, 25, 0, 5).getTime()
    const last = new Date(2026, 9, 25, 23, 55).getTime()
    expect(last - first).toBeGreaterThan(24 * 3_600_000)
    expect(formatDay(first, last)).toBe('Today')
  })

  it('names weekdays for six days, then dates, and the year once it is another', () => {
    const now = new Date(2026, 5, 11, 12).getTime()
    const daysAgo = (days: number) => new Date(2026, 5, 11 - days, 12).getTime()
    expect([2, 6, 7].map((days) => formatDay(daysAgo(days), now))).toEqual([
      'Tuesday',
      'Friday',
      'Thu, June 4',
    ])
    expect(formatDay(new Date(2025, 5, 11).getTime(), now)).toBe('June 11, 2025')
  })
})
