import { describe, expect, it } from 'vitest'
import { formatBytes } from '@renderer/ui/format-bytes'
import { formatDuration, formatSeconds } from '@renderer/ui/format-duration'
import { formatRate } from '@renderer/ui/format-number'
import { formatRelativeTime } from '@renderer/ui/format-time'

describe('what is written of numbers', () => {
  it.each([
    [0, '0 ms'],
    [310, '310 ms'],
    [999, '999 ms'],
    [4_230, '4.2 s'],
    [59_990, '59.9 s'],
    [60_000, '1 min'],
    [185_000, '3 min 5 s'],
    [8_040_000, '2 h 14 min'],
    [273_600_000, '3 d 4 h'],
    [-5, '0 ms'],
  ])('says a duration of %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it('counts running seconds with one digit and never ahead of the clock', () => {
    expect([0, 99, 4_299].map(formatSeconds)).toEqual(['0.0 s', '0.0 s', '4.2 s'])
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [999_960, '1 MB'],
    [4_700_000_000, '4.7 GB'],
  ])('says %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it('keeps two digits of a slow rate and whole numbers of a fast one', () => {
    expect([3.44, 41.2, 128.4].map(formatRate)).toEqual(['3.4', '41', '128'])
  })

  it('takes a clock that runs ahead of ours for now, not for the future', () => {
    expect(formatRelativeTime(1_000_000, 990_000)).toBe('now')
  })
})
