import { describe, expect, it } from 'vitest'
import { BoundedTable } from '@main/core/limits/bounded-table'
import { MinuteCount } from '@main/core/limits/minute-count'
import { RateLimiter } from '@main/core/limits/rate-limiter'
import { SignInGuard } from '@main/core/limits/sign-in-guard'
import { AppError } from '@shared/contract/app-error'

const START = 1_700_000_000_000

describe('a count within the minute', () => {
  it('lets as many as the limit through, and says when there is room again', () => {
    const count = new MinuteCount()
    for (let i = 0; i < 10; i += 1) expect(count.take(10, START + i)).toBe(0)
    const waitMs = count.take(10, START + 20)
    expect(waitMs).toBeGreaterThan(55_000)
    expect(waitMs).toBeLessThanOrEqual(65_000)
    expect(count.take(10, START + 20 + waitMs - 1)).toBeGreaterThan(0)
    expect(count.take(10, START + 20 + waitMs)).toBe(0)
  })

  it('never lets more through in any sixty seconds, however they are spread', () => {
    for (const everyMs of [1, 700, 2_300, 5_900, 6_100, 30_000]) {
      const count = new MinuteCount()
      const passed: number[] = []
      for (let at = START; at < START + 300_000; at += everyMs)
        if (count.take(10, at) === 0) passed.push(at)
      for (const [index, at] of passed.entries())
        expect((passed[index + 10] ?? Infinity) - at, String(everyMs)).toBeGreaterThanOrEqual(
          60_000,
        )
      // Somebody slower than the limit is never held up.
      if (everyMs > 7_000) expect(passed).toHaveLength(300_000 / everyMs)
    }
  })

  it('begins anew after a clock that was set back, or a long pause', () => {
    const count = new MinuteCount()
    expect([count.take(1, START), count.take(1, START) > 0]).toEqual([0, true])
    expect(count.take(1, START - 3_600_000)).toBe(0)
    expect(count.take(1, START + 86_400_000)).toBe(0)
  })

  it('follows a limit that is changed', () => {
    const count = new MinuteCount()
    for (let i = 0; i < 5; i += 1) count.take(5, START)
    expect(count.take(5, START)).toBeGreaterThan(0)
    expect(count.take(6, START)).toBe(0)
  })
})

describe('a limiter', () => {
  it('counts each by themselves, and nobody where the limit is 0', () => {
    let limit = 1
    const limiter = new RateLimiter(
      () => limit,
      () => START,
    )
    expect([limiter.take('a'), limiter.take('b')]).toEqual([0, 0])
    expect(limiter.take('a')).toBeGreaterThan(0)
    limit = 0
    expect(limiter.take('a')).toBe(0)
  })

  it('remembers so many and no more: whoever was quiet for longest is forgotten', () => {
    const table = new BoundedTable<number>(3)
    for (const key of ['a', 'b', 'c']) table.set(key, 1)
    table.set('a', 2)
    for (let i = 0; i < 1_000; i += 1) {
      table.set('a', i)
      table.set(`new ${String(i)}`, i)
    }
    expect(table.size).toBe(3)
    expect([table.get('a'), table.get('b'), table.get('new 999')]).toEqual([999, undefined, 999])
  })
})

describe('signing in', () => {
  const wrong = () => Promise.reject(new AppError('unauthenticated', 'Wrong.'))
  const right = () => Promise.resolve('in')

  function setUp() {
    const clock = { now: START }
    const counted: string[] = []
    const guard = new SignInGuard({
      freeAttempts: () => 5,
      now: () => clock.now,
      onCounted: (what) => counted.push(what),
    })
    const attempt = (tryIt: () => Promise<string>, keys = ['address:a']) =>
      guard.attempt(keys, tryIt).then(
        () => 'in',
        (error: unknown) => (error as AppError).retryAfterMs ?? (error as AppError).code,
      )
    return { clock, counted, guard, attempt }
  }

  it('waits longer with each failure beyond the first few, up to a quarter of an hour', async () => {
    const { clock, attempt } = setUp()
    for (let i = 0; i < 5; i += 1) expect(await attempt(wrong)).toBe('unauthenticated')
    const waits: unknown[] = []
    for (let i = 0; i < 13; i += 1) {
      const wait = await attempt(wrong)
      waits.push(wait)
      clock.now += Number(wait)
      expect(await attempt(wrong)).toBe('unauthenticated')
    }
    expect(waits.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000])
    expect(waits.at(-1)).toBe(900_000)
  })

  it('is not tried while one has to wait, also where it were right', async () => {
    const { attempt } = setUp()
    for (let i = 0; i < 5; i += 1) await attempt(wrong)
    let tried = false
    expect(
      await attempt(() => {
        tried = true
        return right()
      }),
    ).toBe(1_000)
    expect(tried).toBe(false)
  })

  it('counts tries that come at once before it knows how they end', async () => {
    const { attempt } = setUp()
    const answers = await Promise.all(Array.from({ length: 100 }, () => attempt(wrong)))
    expect(answers.filter((answer) => answer === 'unauthenticated')).toHaveLength(5)
  })

  it('slows guesses at one person from many addresses, and nobody else', async () => {
    const { attempt } = setUp()
    for (let i = 0; i < 5; i += 1) await attempt(wrong, [`address:${String(i)}`, 'person:anna'])
    expect(await attempt(right, ['address:new', 'person:anna'])).toBe(1_000)
    expect(await attempt(right, ['address:0', 'person:ben'])).toBe('in')
  })

  it('is not bought by signing in as oneself in between', async () => {
    const { attempt } = setUp()
    for (let i = 0; i < 4; i += 1) await attempt(wrong)
    expect(await attempt(right)).toBe('in')
    expect(await attempt(wrong)).toBe('unauthenticated')
    expect(await attempt(right)).toBe(1_000)
  })

  it('forgets after a quiet hour, and counts what it turned away', async () => {
    const { attempt, clock, counted } = setUp()
    for (let i = 0; i < 7; i += 1) await attempt(wrong)
    expect(counted).toEqual([...Array<string>(5).fill('failedSignIns'), 'signIns', 'signIns'])
    clock.now += 3_600_000
    for (let i = 0; i < 5; i += 1) expect(await attempt(wrong)).toBe('unauthenticated')
  })
})
