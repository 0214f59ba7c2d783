import { expect, it } from 'vitest'
import { nextFreeBotId } from '@main/core/bots/next-free-bot-id'

it('suggests the lowest id that nobody ever used', () => {
  expect(nextFreeBotId([])).toBe('BOT-001')
  expect(nextFreeBotId(['BOT-001', 'BOT-003', 'MINE'])).toBe('BOT-002')
  expect(
    nextFreeBotId(Array.from({ length: 1200 }, (_, n) => `BOT-${String(n + 1).padStart(3, '0')}`)),
  ).toBe('BOT-1201')
})
