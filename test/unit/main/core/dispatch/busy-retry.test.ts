import { describe, expect, it } from 'vitest'
import { pauseBeforeRetry } from '@main/core/dispatch/busy-retry'

describe('the pause before a refused request is sent again', () => {
  it('doubles, and ends after four', () => {
    const longest = [0, 1, 2, 3, 4].map((tries) => pauseBeforeRetry(tries, () => 1))
    expect(longest).toEqual([200, 400, 800, 1_600, null])
  })

  it('is another one for each that was refused with it, and at least half as long', () => {
    const pauses = [0, 0.25, 0.5, 1].map((share) => pauseBeforeRetry(1, () => share))
    expect(pauses).toEqual([200, 250, 300, 400])
  })
})
