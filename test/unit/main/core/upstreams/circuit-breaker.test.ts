import { describe, expect, it } from 'vitest'
import { CircuitBreaker } from '@main/core/upstreams/circuit-breaker'

const FAIL = 'f'

/** `f`: an attempt fails, `s`: one succeeds, `d`: one ends without telling anything, a number: so many milliseconds pass. */
function after(steps: readonly (string | number)[]): { state: string; breaker: CircuitBreaker } {
  let now = 1_000_000
  const breaker = new CircuitBreaker(() => now)
  for (const step of steps) {
    if (typeof step === 'number') now += step
    else
      for (const letter of step) {
        breaker.begin()
        if (letter === FAIL) breaker.failed()
        else if (letter === 's') breaker.succeeded()
        else breaker.dropped()
      }
  }
  return { state: breaker.state, breaker }
}

describe('the circuit breaker', () => {
  it.each([
    ['is closed at first', [], 'closed'],
    ['stays closed after four failures in a row', ['ffff'], 'closed'],
    ['opens after five in a row', ['fffff'], 'open'],
    ['begins to count anew after a success', ['ffffsffff'], 'closed'],
    ['opens when half of the last ten failed', ['sfsfsfsfsf'], 'open'],
    ['stays closed when fewer than half of ten failed', ['ssfsfsfsfs'], 'closed'],
    ['looks at no more than the last ten', ['ffffssssssssssf'], 'closed'],
    ['does not count what told nothing', ['ffffddddddf'], 'open'],
    ['stays open for its pause', ['fffff', 4_999], 'open'],
    ['lets one attempt try after the pause', ['fffff', 5_000], 'trial'],
    ['closes when the trial succeeds', ['fffff', 5_000, 's'], 'closed'],
    ['is as new after that', ['fffff', 5_000, 's', 'ffff'], 'closed'],
    ['opens again when the trial fails, for twice as long', ['fffff', 5_000, 'f', 9_999], 'open'],
    [
      'is never open for longer than ten seconds',
      ['fffff', 5_000, 'f', 10_000, 'f', 10_000],
      'trial',
    ],
    ['tries again when a trial told nothing', ['fffff', 5_000, 'd'], 'trial'],
  ])('%s', (_, steps, state) => {
    expect(after(steps).state).toBe(state)
  })

  it('lets nobody else in while one attempt tries', () => {
    const { breaker } = after(['fffff', 5_000])
    breaker.begin()
    expect(breaker.state).toBe('open')
  })

  it('closes when the server is known to be back', () => {
    const { breaker } = after(['fffff'])
    breaker.reset()
    expect(breaker.state).toBe('closed')
  })
})
