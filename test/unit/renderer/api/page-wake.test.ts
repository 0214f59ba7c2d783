import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { onPageWake } from '@renderer/api/page-wake'

const hidden = (isHidden: boolean) => vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden)

describe('a page wakes', () => {
  let wakes = 0
  beforeAll(() => {
    vi.useFakeTimers()
    onPageWake(() => (wakes += 1))
  })
  beforeEach(() => (wakes = 0))
  afterEach(() => vi.restoreAllMocks())
  afterAll(() => vi.useRealTimers())

  it.each(['online', 'pageshow'])('with the window event %s', (name) => {
    dispatchEvent(new Event(name))
    expect(wakes).toBe(1)
  })

  it('when it is thawed', () => {
    document.dispatchEvent(new Event('resume'))
    expect(wakes).toBe(1)
  })

  it('when its tab is shown, not when it is hidden', () => {
    hidden(true)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(wakes).toBe(0)
    hidden(false)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(wakes).toBe(1)
  })

  it('after the machine slept: the clock jumped while timers stood', () => {
    vi.advanceTimersByTime(60_000)
    expect(wakes).toBe(0)
    vi.setSystemTime(Date.now() + 3_600_000)
    vi.advanceTimersByTime(5_000)
    expect(wakes).toBe(1)
    vi.advanceTimersByTime(60_000)
    expect(wakes).toBe(1)
  })

  it('not by the late timers of a hidden tab', () => {
    hidden(true)
    vi.setSystemTime(Date.now() + 3_600_000)
    vi.advanceTimersByTime(5_000)
    expect(wakes).toBe(0)
  })
})
