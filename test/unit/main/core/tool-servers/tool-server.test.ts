import { describe, expect, it } from 'vitest'
import { ToolServer } from '@main/core/tool-servers/tool-server'
import { ToolServerError } from '@main/core/tool-servers/tool-server-connection'
import type {
  ToolServerConnection,
  ToolServerWatch,
} from '@main/core/tool-servers/tool-server-connection'
import { tidyList } from '@main/core/tool-servers/tidy-list'
import { said } from '@test/support/said'
import { recordingLog } from '@test/support/recording-log'

const TOOLS = [{ name: 'read', description: 'Reads.', parameters: { type: 'object' } }]
const CONTEXT = {
  ...{ person: 'owner', botId: 'bot01', sessionId: 's', turnId: 't' },
  message: said(1, 'person', 'hello'),
}

/** Time that stands still until it is turned. */
function turnedClock() {
  let now = 0
  const timers = new Set<{ at: number; work: () => void }>()
  return {
    now: () => now,
    after: (ms: number, work: () => void) => {
      const timer = { at: now + ms, work }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    turn: (ms: number) => {
      now += ms
      for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.work()
    },
    get waits() {
      return [...timers].map(({ at }) => at - now)
    },
  }
}

function start(opens: (nth: number) => Promise<'open'> = () => Promise.resolve('open')) {
  const clock = turnedClock()
  const seen = { opened: 0, closed: 0 }
  let watch: ToolServerWatch | null = null
  const connection: ToolServerConnection = {
    info: 'test 1',
    list: () => Promise.resolve(TOOLS),
    call: (tool) => Promise.resolve({ text: `did ${tool}`, isError: false }),
    close: () => {
      seen.closed++
      return Promise.resolve()
    },
  }
  const server = new ToolServer(
    {
      ...{ id: 'one', name: 'files', enabled: true, version: 1, createdAt: 0 },
      ...{ target: { kind: 'http', url: 'http://127.0.0.1:1' }, told: tidyList('test 1', TOOLS) },
    },
    {
      open: async (_target, _keys, watching) => {
        watch = watching
        await opens(seen.opened++)
        return connection
      },
      keysOf: () => ({ headers: {}, environment: [] }),
      limits: { startMs: 30_000, idleMs: 600_000 },
      onChanged: () => undefined,
      saveTold: () => Promise.resolve(),
      ...{ clock, log: recordingLog().log },
    },
  )
  const call = (signal = new AbortController().signal) =>
    server.tools[0]?.run({}, CONTEXT, signal) ?? Promise.reject(new Error('no tool'))
  const end = () => watch?.onEnded(new ToolServerError('It ended.', 'last words'))
  return { server, clock, seen, call, end }
}

const failing = () => Promise.reject(new ToolServerError('It does not begin.'))

describe('a tool server', () => {
  it('is not started before it is needed, once for all who need it, and ended after a while', async () => {
    const { server, clock, seen, call } = start()
    expect(server.state).toBe('idle')
    expect(await Promise.all([call(), call()])).toEqual(['did read', 'did read'])
    expect(seen.opened).toBe(1)
    clock.turn(599_999)
    expect(server.state).toBe('ready')
    await call()
    clock.turn(599_999)
    expect(server.state).toBe('ready')
    clock.turn(1)
    await server.close()
    expect([server.state, seen.closed]).toEqual(['idle', 1])
  })

  it('is started again after a pause that grows each time, at most a minute', async () => {
    const { server, clock, call } = start(failing)
    await expect(call()).rejects.toThrow('It does not begin.')
    expect(server.state).toBe('failed')
    for (const pause of [1_000, 2_000, 4_000, 8_000]) {
      const waiting = call()
      expect(clock.waits).toEqual([pause])
      clock.turn(pause)
      await expect(waiting).rejects.toThrow('It does not begin.')
    }
    // The next pause is longer than a call should wait.
    await expect(call()).rejects.toThrow('It does not begin.')
    expect(clock.waits).toEqual([])
  })

  it('begins anew at once where the owner starts it', async () => {
    const { server, seen, call } = start((nth) => (nth < 1 ? failing() : Promise.resolve('open')))
    await expect(call()).rejects.toThrow()
    await server.become(server.stored)
    expect(await call()).toBe('did read')
    expect(seen.opened).toBe(2)
  })

  it('says why it ended, and to its owner what it said last', async () => {
    const { server, call, end } = start()
    await call()
    end()
    expect(server.state).toBe('failed')
    expect(server.failure).toMatchObject({
      ...{ error: { message: 'It ended.' }, lastWords: 'last words' },
    })
  })

  it('lets nobody wait longer than their turn', async () => {
    const { call, clock } = start(failing)
    await expect(call()).rejects.toThrow()
    const abort = new AbortController()
    const waiting = call(abort.signal)
    abort.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
    expect(clock.waits).toEqual([])
  })
})
