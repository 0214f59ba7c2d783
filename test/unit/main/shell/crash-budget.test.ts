import { expect, it } from 'vitest'
import { CrashBudget } from '@main/shell/crash-budget'

it('lets a page crash three times a minute, and forgets what is longer ago', () => {
  const budget = new CrashBudget()
  expect([0, 10_000, 20_000, 30_000].map((time) => budget.spend(time))).toEqual([
    true,
    true,
    true,
    false,
  ])
  expect(budget.spend(95_000)).toBe(true)
})
