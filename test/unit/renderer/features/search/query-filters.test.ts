import { describe, expect, it } from 'vitest'
import { dayBefore, filterIn, withFilter } from '@renderer/features/search/query-filters'

describe('filters in a query', () => {
  it.each([
    ['pear from:me', 'from', 'me'],
    ['FROM:bot pear', 'from', 'bot'],
    ['bot:"Code Reviewer" x', 'bot', 'Code Reviewer'],
    ['xfrom:me', 'from', null],
    ['from: me', 'from', null],
  ] as const)('are read: %j has for %s %j', (query, name, value) => {
    expect(filterIn(query, name)).toBe(value)
  })

  it('are set, replaced and taken out, and nothing else changes', () => {
    expect(withFilter('  a "b c"', 'from', 'me')).toBe('a "b c" from:me')
    expect(withFilter('from:me a from:bot', 'from', 'bot')).toBe('a from:bot')
    expect(withFilter('a bot:"Code Reviewer" b', 'bot', null)).toBe('a b')
    expect(withFilter('', 'bot', 'Code Reviewer')).toBe('bot:"Code Reviewer"')
  })

  it('name days of the calendar, across months', () => {
    expect(dayBefore(7, new Date(2026, 2, 3, 0, 30).getTime())).toBe('2026-02-24')
    expect(dayBefore(0, new Date(2026, 10, 9, 23, 59).getTime())).toBe('2026-11-09')
  })
})
