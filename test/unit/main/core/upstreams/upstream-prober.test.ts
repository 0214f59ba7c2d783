import { describe, expect, it } from 'vitest'
import { UpstreamPool } from '@main/core/upstreams/upstream-pool'
import { UpstreamProber } from '@main/core/upstreams/upstream-prober'
import { NOON, ScriptedServer, WITHOUT_LIMITS } from './scripted-upstreams'

/** Time that goes on only when a test says so; what is due then runs, and what it starts is waited for. */
class ManualClock {
  time = NOON
  #due: { at: number; work: () => void }[] = []

  now = (): number => this.time

  after = (ms: number, work: () => void): (() => void) => {
    const entry = { at: this.time + ms, work }
    this.#due.push(entry)
    return () => {
      this.#due = this.#due.filter((one) => one !== entry)
    }
  }

  get waiting(): number {
    return this.#due.length
  }

  async pass(ms: number): Promise<void> {
    const end = this.time + ms
    for (;;) {
      const next = this.#due.toSorted((a, b) => a.at - b.at)[0]
      if (!next || next.at > end) break
      this.#due = this.#due.filter((one) => one !== next)
      this.time = next.at
      next.work()
      await settled()
    }
    this.time = end
  }
}

/** Everything that only waits for promises has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function setUp(count: number, random = 0.5) {
  const servers = Array.from({ length: count }, () => new ScriptedServer())
  const clock = new ManualClock()
  let made = 0
  const pool = new UpstreamPool({
    connect: () => servers[made++] ?? new ScriptedServer(),
    limits: WITHOUT_LIMITS,
    now: clock.now,
  })
  for (let index = 1; index < count; index += 1) {
    pool.put({
      ...{ id: `s${index}`, name: `s${index}`, address: `http://s${index}` },
      ...{ weight: 1, drained: false, version: 1, createdAt: NOON },
    })
  }
  const told = { changed: 0, recovered: 0 }
  const prober = new UpstreamProber({
    ...{ pool, clock },
    random: () => random,
    exposureOf: () => Promise.resolve(null),
    onChanged: () => (told.changed += 1),
    onRecovered: () => (told.recovered += 1),
  })
  const [first = new ScriptedServer(), second = new ScriptedServer()] = servers
  return { servers, first, second, clock, pool, prober, told }
}

describe('the prober', () => {
  it('leaves a single server to whoever asks, and asks it only how it is', async () => {
    const { first, clock, pool, prober } = setUp(1)
    first.installed = ['tiny:latest']
    await prober.look(pool.first)
    await clock.pass(60_000)
    expect(first.looks).toBe(1)
    expect(pool.first.health).toMatchObject({ state: 'ok', installed: null, loaded: null })
  })

  it('knows of several what each has and has loaded, gently', async () => {
    const { first, second, clock, pool, prober } = setUp(2)
    first.installed = ['tiny:latest', 'big:latest']
    first.loaded = ['tiny:latest']
    prober.sync()
    await settled()
    expect(pool.first.health).toMatchObject({ installed: first.installed, loaded: first.loaded })
    await clock.pass(60_000)
    expect([first.looks, second.looks]).toEqual([5, 5])
  })

  it.each([0, 0.5, 1])(
    'sees a server that is back within 15 s, whenever that is (%d)',
    async (random) => {
      for (const awayFor of [500, 3_000, 20_000, 600_000]) {
        const { second, clock, pool, prober, told } = setUp(2, random)
        second.reachable = false
        prober.sync()
        await settled()
        await clock.pass(awayFor)
        expect(pool.find('s1')?.isUsable).toBe(false)
        second.reachable = true
        await clock.pass(15_000)
        expect(pool.find('s1')?.isUsable, `after ${awayFor} ms`).toBe(true)
        expect(told.recovered).toBe(1)
      }
    },
  )

  it('asks a server that is away ever less often', async () => {
    const { second, clock, prober } = setUp(2)
    second.reachable = false
    prober.sync()
    await settled()
    await clock.pass(10_000)
    const early = second.looks
    await clock.pass(600_000)
    expect(early).toBe(4)
    expect((second.looks - early) / 60).toBeLessThanOrEqual(1.3)
  })

  it('trusts a server that is back, whatever failed before', async () => {
    const { second, clock, pool, prober } = setUp(2)
    second.reachable = false
    prober.sync()
    await settled()
    for (let count = 0; count < 5; count += 1) pool.find('s1')?.breaker.failed()
    second.reachable = true
    await clock.pass(15_000)
    expect(pool.find('s1')?.health.state).toBe('ok')
  })

  it('says when something changed, and only then', async () => {
    const { second, clock, prober, told } = setUp(2)
    prober.sync()
    await settled()
    const before = told.changed
    await clock.pass(60_000)
    expect(told.changed).toBe(before)
    second.loaded = ['tiny:latest']
    await clock.pass(20_000)
    expect(told.changed).toBe(before + 1)
  })

  it('forgets a server that was taken away, and rests when it is closed', async () => {
    const { second, clock, pool, prober } = setUp(3)
    prober.sync()
    await settled()
    expect(clock.waiting).toBe(3)
    pool.take('s1')
    prober.sync()
    await settled()
    const looks = second.looks
    await clock.pass(60_000)
    expect(second.looks).toBe(looks)
    prober.close()
    expect(clock.waiting).toBe(0)
  })
})
