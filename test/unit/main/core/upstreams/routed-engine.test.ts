import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import type { ReplyPart } from '@main/core/engines/engine'
import { RoutedEngine } from '@main/core/upstreams/routed-engine'
import { UpstreamPool } from '@main/core/upstreams/upstream-pool'
import { UpstreamRouter } from '@main/core/upstreams/upstream-router'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { NOON, ScriptedServer, statusOf } from './scripted-upstreams'

const REQUEST = { model: 'tiny', prompt: [], temperature: 0, maxTokens: 10 }

/** So many servers, each with a place for one reply and the model in memory; the first one is asked first. */
function setUp(count = 1, maxWaiting = 2) {
  const servers: ScriptedEngine[] = []
  const pool = new UpstreamPool({
    connect: () => {
      const engine = new ScriptedEngine()
      servers.push(engine)
      return { engine, host: new ScriptedServer().host }
    },
    limits: { parallel: () => 1, maxWaiting: () => maxWaiting },
    now: () => NOON,
  })
  const put = (index: number, changes: { drained?: boolean } = {}) => {
    const id = index === 0 ? 'default' : `s${index}`
    const upstream = pool.put({
      ...{ id, name: id, address: `http://${id}`, weight: 1, drained: false },
      ...{ version: 1, createdAt: NOON },
      ...changes,
    })
    upstream.status = statusOf(true)
    upstream.setInstalled(['tiny'])
    upstream.setLoaded(['tiny'])
    return upstream
  }
  for (let index = 0; index < count; index += 1) put(index)
  const prober = { look: () => Promise.resolve(statusOf(true)) }
  const engine = new RoutedEngine({ pool, router: new UpstreamRouter(pool), prober })
  let made = 0
  const begin = ({ model = 'tiny', person = 'a', background = false } = {}) => {
    const abort = new AbortController()
    const session = String(made++)
    const parts: ReplyPart[] = []
    const seat = { person, session, background }
    const reply = engine.reply({ ...REQUEST, model, seat }, abort.signal)
    const ended = (async () => {
      for await (const part of reply) parts.push(part)
    })()
    // Awaited by whoever looks at how it ended.
    ended.catch(() => undefined)
    const from = () => parts.flatMap((part) => (part.kind === 'upstream' ? [part.upstream] : []))
    return { abort, parts, ended, session, from }
  }
  const [ollama = new ScriptedEngine(), other = new ScriptedEngine()] = servers
  /** Whose requests a server got, by their sessions. */
  const asked = (server: ScriptedEngine) => server.requests.map(({ seat }) => Number(seat?.session))
  return { ollama, other, servers, engine, pool, put, begin, asked }
}

type Begun = ReturnType<ReturnType<typeof setUp>['begin']>

async function stop(all: readonly Begun[]): Promise<void> {
  for (const { abort } of all) abort.abort()
  await Promise.allSettled(all.map(({ ended }) => ended))
}

/** Whatever only waits for promises has happened. */
const settled = () => new Promise(setImmediate)

describe('before one server', () => {
  it("hands on an engine's parts as they are, with nothing added where a slot is free", async () => {
    const { begin } = setUp()
    const { parts, ended } = begin()
    await ended
    expect(parts.map(({ kind }) => kind)).toEqual(['text', 'text', 'done'])
  })

  it('asks the engine for the next one when the one before is done', async () => {
    const { ollama, begin } = setUp()
    const all = [begin(), begin(), begin()]
    expect(ollama.requests).toHaveLength(1)
    await Promise.all(all.map(({ ended }) => ended))
    expect(ollama.requests).toHaveLength(3)
  })

  it('lets another model pass by', async () => {
    const { ollama, begin } = setUp()
    ollama.script = () => ['hold', { say: 'x' }]
    const all = ['tiny', 'TINY:latest', 'other'].map((model) => begin({ model }))
    await settled()
    expect(ollama.requests.map(({ model }) => model)).toEqual(['tiny', 'other'])
    await stop(all)
  })

  it.each([
    ['fails', [{ fail: 'invalid_input' }]],
    ['goes away in the middle', [{ say: 'x' }, 'vanish']],
  ] as const)('gives the slot to the next one where a reply %s', async (_how, script) => {
    const { ollama, begin } = setUp()
    ollama.script = () => (ollama.requests.length === 1 ? script : [{ say: 'second' }])
    const [first, second] = [begin(), begin()]
    await Promise.allSettled([first.ended])
    await second.ended
    expect(second.parts[0]).toEqual({ kind: 'text', text: 'second' })
  })

  it('gives the slot back where somebody stops listening', async () => {
    const { ollama, engine, begin } = setUp()
    const { signal } = new AbortController()
    ollama.script = () => [{ say: 'one' }, { say: 'two' }]
    for await (const part of engine.reply(REQUEST, signal)) {
      expect(part.kind).toBe('text')
      break
    }
    await begin().ended
    expect(ollama.requests).toHaveLength(2)
  })

  it('takes a stopped one out of the queue, and never asks the engine for it', async () => {
    const { ollama, begin } = setUp()
    ollama.script = () => (ollama.requests.length === 1 ? ['hold'] : [{ say: 'x' }])
    const [first, second, third] = [begin(), begin(), begin()]
    second.abort.abort(new Error('stopped'))
    await expect(second.ended).rejects.toThrow('stopped')
    first.abort.abort()
    await third.ended
    expect(ollama.requests).toHaveLength(2)
  })

  it('refuses one more than may wait', async () => {
    const { ollama, engine, begin } = setUp()
    ollama.script = () => ['hold']
    const all = [begin(), begin(), begin()]
    await settled()
    expect(engine.whyFull('tiny')).toMatchObject({ code: 'engine_busy' })
    expect(engine.whyFull('other')).toBeNull()
    await expect(begin().ended).rejects.toMatchObject({ code: 'engine_busy' })
    await stop(all)
    expect(engine.whyFull('tiny')).toBeNull()
  })

  it('refuses nothing that goes on where an earlier request ended, and lets it go first', async () => {
    const { ollama, engine, begin } = setUp()
    ollama.script = () => ['hold', { say: 'x' }]
    const since = performance.now()
    const all = [begin(), begin({ person: 'b' }), begin({ person: 'c' })]
    await settled()
    const seat = { person: 'd', session: 'after a tool', background: false, since }
    const parts: ReplyPart[] = []
    const goingOn = (async () => {
      for await (const part of engine.reply({ ...REQUEST, seat }, new AbortController().signal))
        parts.push(part)
    })()
    await settled()
    all[0]?.abort.abort()
    while (ollama.requests.length < 2) await settled()
    expect(ollama.requests[1]?.seat?.session).toBe('after a tool')
    while (parts.length === 0) {
      ollama.release()
      await settled()
    }
    await goingOn
    await stop(all)
  })

  it('asks again where the engine has no room, while nothing was shown', async () => {
    const { ollama, begin } = setUp()
    ollama.script = () => (ollama.requests.length < 3 ? [{ fail: 'engine_busy' }] : [{ say: 'x' }])
    const { parts, ended } = begin()
    await ended
    expect(parts.map(({ kind }) => kind)).toEqual(['text', 'done'])
    expect(ollama.requests).toHaveLength(3)
  })

  it('does not ask again once something was shown, and can be stopped before it does', async () => {
    const { ollama, begin } = setUp()
    ollama.script = () => [{ say: 'x' }, { fail: 'engine_busy' }]
    await expect(begin().ended).rejects.toBeInstanceOf(AppError)
    expect(ollama.requests).toHaveLength(1)
    ollama.script = () => [{ fail: 'engine_busy' }]
    const second = begin()
    while (ollama.requests.length < 2) await settled()
    second.abort.abort(new Error('stopped'))
    await expect(second.ended).rejects.toThrow()
    ollama.script = () => [{ say: 'x' }]
    await begin().ended
  })
})

describe('before several servers', () => {
  it('has a gate for each, and sends people where it is their turn at once', async () => {
    const { servers, begin, asked } = setUp(3)
    for (const server of servers) server.script = () => ['hold']
    const all = [begin(), begin(), begin(), begin()]
    await settled()
    expect(servers.map(asked)).toEqual([[0], [1], [2]])
    await stop(all)
  })

  it('lets people take turns at each, then the sessions of each', async () => {
    const { ollama, other, begin, asked, put } = setUp(2, 100)
    put(1, { drained: true })
    ollama.script = () => (ollama.requests.length === 1 ? ['hold', { say: 'x' }] : [{ say: 'x' }])
    const all = ['a', 'a', 'a', 'b', 'c'].map((person) => begin({ person }))
    await settled()
    ollama.release()
    await Promise.all(all.map(({ ended }) => ended))
    expect(asked(ollama)).toEqual([0, 1, 3, 4, 2])
    expect(other.requests).toEqual([])
  })

  it('calls those who wait elsewhere to a server that has room, the longest waiting first', async () => {
    const { ollama, other, begin, asked } = setUp(2, 100)
    ollama.script = () => ['hold']
    other.script = () => (other.requests.length < 3 ? ['hold', { say: 'x' }] : ['hold'])
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((person) => begin({ person }))
    await settled()
    expect([asked(ollama), asked(other)]).toEqual([[0], [1]])
    for (let count = 2; count <= 5; count += 1) {
      other.script = () => ['hold', { say: 'x' }]
      while (asked(other).length < count) {
        other.release()
        await settled()
      }
    }
    expect(asked(ollama)).toEqual([0])
    expect(new Set(asked(other))).toEqual(new Set([1, 2, 3, 4, 5]))
    await stop(all)
  })

  it('sends those who wait for a server elsewhere once it is drained, in the order in which they came', async () => {
    const { ollama, other, begin, asked, put } = setUp(2, 100)
    ollama.script = () => ['hold']
    other.script = () => ['hold', { say: 'x' }]
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((person) => begin({ person }))
    await settled()
    put(0, { drained: true })
    await settled()
    for (let count = 2; count <= 5; count += 1) {
      while (asked(other).length < count) {
        other.release()
        await settled()
      }
    }
    expect(asked(ollama)).toEqual([0])
    expect(asked(other)).toEqual([1, 2, 3, 4, 5])
    await stop(all)
  })

  it('sends those who wait elsewhere once its replies fail, and fails none that has not begun', async () => {
    const { ollama, other, pool, begin, asked } = setUp(2, 100)
    ollama.script = () => ['hold', { fail: 'engine_unavailable' }]
    other.script = () => ['hold', { say: 'x' }]
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((person) => begin({ person }))
    await settled()
    for (let failures = 0; failures < 4; failures += 1) pool.first.breaker.failed()
    ollama.release()
    while (pool.first.breaker.state !== 'open') await settled()
    while (all.some(({ parts }) => parts.at(-1)?.kind !== 'done')) {
      other.release()
      await settled()
    }
    await Promise.all(all.map(({ ended }) => ended))
    expect(asked(ollama)).toEqual([0])
    // The one that had begun there goes first: it came before all that wait.
    expect(asked(other)).toEqual([1, 0, 2, 3, 4, 5])
    expect(all[0]?.from()).toEqual([{ name: 's1', reason: 'failover' }])
  })

  it('tells who moved while it waited where it stands now, and that it left the queue', async () => {
    const { ollama, other, begin, put } = setUp(2, 100)
    ollama.script = () => ['hold']
    other.script = () => ['hold', { say: 'x' }]
    const all = ['a', 'b', 'c', 'd'].map((person) => begin({ person }))
    const waiting = all[2]
    while (waiting?.parts.length === 0) await settled()
    expect(waiting?.parts).toMatchObject([{ phase: 'queued', place: { position: 1 } }])
    put(0, { drained: true })
    while (waiting?.parts.at(-1)?.kind !== 'done') {
      other.release()
      await settled()
    }
    expect(waiting.parts.map((part) => (part.kind === 'phase' ? part.phase : part.kind))).toEqual([
      ...['queued', 'waiting', 'upstream', 'text', 'done'],
    ])
    await stop(all)
  })

  it('refuses only where too many wait for every one of them', async () => {
    const { servers, engine, begin, asked } = setUp(2, 1)
    for (const server of servers) server.script = () => ['hold']
    const all = [begin(), begin(), begin()]
    await settled()
    expect(engine.whyFull('tiny')).toBeNull()
    const fourth = begin()
    await settled()
    expect(engine.whyFull('tiny')).toMatchObject({ code: 'engine_busy' })
    await expect(begin().ended).rejects.toMatchObject({ code: 'engine_busy' })
    expect(servers.map(asked)).toEqual([[0], [1]])
    await stop([...all, fourth])
  })

  it('asks another server where one has no room, before it asks again', async () => {
    const { ollama, other, begin } = setUp(2)
    ollama.script = () => [{ fail: 'engine_busy' }]
    other.script = () => (other.requests.length < 3 ? [{ fail: 'engine_busy' }] : [{ say: 'x' }])
    const reply = begin()
    await reply.ended
    expect([ollama.requests.length, other.requests.length]).toEqual([1, 3])
    expect(reply.from()).toEqual([{ name: 's1', reason: 'failover' }])
  })

  it('counts no refusal of its own queue against a server', async () => {
    const { servers, pool, begin } = setUp(2, 1)
    for (const server of servers) server.script = () => ['hold']
    const all = Array.from({ length: 20 }, () => begin())
    await settled()
    expect(pool.all.map(({ breaker }) => breaker.state)).toEqual(['closed', 'closed'])
    await stop(all)
  })

  it('lets a server that is added while people wait take from the others', async () => {
    const { ollama, servers, begin, asked, put, pool } = setUp(1, 100)
    ollama.script = () => ['hold']
    const all = ['a', 'b', 'c'].map((person) => begin({ person }))
    await settled()
    put(1)
    pool.reconsider()
    const [, added] = servers
    while (added?.requests.length === 0) await settled()
    expect(asked(added ?? ollama)).toEqual([1])
    await stop(all)
  })
})
