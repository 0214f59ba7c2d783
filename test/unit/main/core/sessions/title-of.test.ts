import { describe, expect, it } from 'vitest'
import { titleOf } from '@main/core/sessions/title-of'

describe('titleOf', () => {
  it.each([
    ['Why is WAL fast?', 'Why is WAL fast?'],
    ['\n\n  ## A *bold* `plan`\nmore', 'A bold plan'],
    ['```', '```'],
    [
      'one two three four five six seven eight nine ten eleven twelve thirteen',
      'one two three four five six seven eight nine ten eleven…',
    ],
    ['😀'.repeat(70), `${'😀'.repeat(60)}…`],
  ])('makes a title of %j', (text, title) => {
    expect(titleOf(text)).toBe(title)
  })
})
