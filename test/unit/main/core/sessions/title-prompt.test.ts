import { describe, expect, it } from 'vitest'
import { titleIn } from '@main/core/sessions/title-prompt'

describe('titleIn', () => {
  it.each([
    ['Rate limiter review', 'Rate limiter review'],
    ['"Rate limiter review."\n\nI hope that helps!', 'Rate limiter review'],
    ['Title: **Rate limiter review**', 'Rate limiter review'],
    ['„Prüfung des Ratenbegrenzers“', 'Prüfung des Ratenbegrenzers'],
    ['<think>They want a title…</think>\nWhy WAL', 'Why WAL'],
  ])('reads %j as a title', (answer, title) => {
    expect(titleIn(answer)).toBe(title)
  })

  it.each(['', '  \n ', '""', '<think>still thinking about it'])('finds none in %j', (answer) => {
    expect(titleIn(answer)).toBeNull()
  })

  it('cuts a title that is a whole essay', () => {
    expect(Array.from(titleIn('word '.repeat(100)) ?? '').length).toBeLessThanOrEqual(61)
  })
})
