import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Coalescer } from '@main/core/events/coalescer'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('lets the first change through at once and the newest of the rest once a window', () => {
  const seen: string[] = []
  const coalescer = new Coalescer<string, string>(50, (value) => seen.push(value))
  coalescer.push('a', 'a1')
  for (let n = 2; n <= 100; n++) coalescer.push('a', `a${String(n)}`)
  coalescer.push('b', 'b1')
  expect(seen).toEqual(['a1', 'b1'])
  vi.advanceTimersByTime(50)
  expect(seen).toEqual(['a1', 'b1', 'a100'])
  coalescer.push('a', 'a101')
  vi.advanceTimersByTime(50)
  vi.advanceTimersByTime(50)
  coalescer.push('a', 'a102')
  expect(seen).toEqual(['a1', 'b1', 'a100', 'a101', 'a102'])
})

it('forgets what waits under a key that is cancelled', () => {
  const seen: number[] = []
  const coalescer = new Coalescer<string, number>(50, (value) => seen.push(value))
  coalescer.push('a', 1)
  coalescer.push('a', 2)
  coalescer.cancel('a')
  vi.advanceTimersByTime(200)
  expect(seen).toEqual([1])
})
