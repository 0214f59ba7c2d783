import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import { EVENT_CHANNEL, INVOKE_CHANNEL } from '@shared/contract/channels'
import type { Caller, Viewer } from '@main/core/events/viewer'
import { IpcGateway } from '@main/ipc/ipc-gateway'
import { recordingLog } from '@test/support/recording-log'

const ORIGIN = 'app://port8000'
const OUR_PAGE = { parent: null, origin: ORIGIN }

type Listener = (event: unknown, name: unknown, input?: unknown) => Promise<unknown>

/** As much of Electron's `WebContents` as a door needs. */
class FakeContents extends EventEmitter {
  readonly handlers = new Map<string, Listener>()
  readonly sent: unknown[][] = []
  destroyed = false
  readonly ipc = {
    handle: (channel: string, listener: Listener) => void this.handlers.set(channel, listener),
    removeHandler: (channel: string) => void this.handlers.delete(channel),
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  send(...args: unknown[]): void {
    if (this.destroyed) throw new Error('Object has been destroyed')
    this.sent.push(args)
  }

  invoke(senderFrame: unknown, name: unknown, input?: unknown): Promise<unknown> | undefined {
    return this.handlers.get(INVOKE_CHANNEL)?.({ senderFrame }, name, input)
  }
}

function setUp(answer: (input: unknown) => unknown = (input) => input) {
  const calls: { name: string; input: unknown; caller: Caller }[] = []
  const left: Viewer[] = []
  const { log, lines } = recordingLog()
  const gateway = new IpcGateway({
    router: {
      dispatch: async (name, input, caller) => {
        calls.push({ name, input, caller })
        return answer(input)
      },
    },
    hub: { leave: (viewer) => void left.push(viewer) },
    origin: ORIGIN,
    log,
  })
  const open = () => {
    const contents = new FakeContents()
    // Electron's own window cannot be made outside Electron; test/desktop uses the real one.
    gateway.connect({ webContents: contents } as unknown as BrowserWindow)
    return contents
  }
  return { gateway, open, calls, left, lines }
}

const lastCaller = (calls: readonly { caller: Caller }[]) => {
  const last = calls.at(-1)
  if (!last) throw new Error('nothing was asked')
  return last.caller
}

describe('IpcGateway', () => {
  it('passes our page’s commands on as the owner', async () => {
    const { open, calls } = setUp()
    expect(await open().invoke(OUR_PAGE, 'bots.get', { botId: 'BOT-001' })).toEqual({
      ok: true,
      output: { botId: 'BOT-001' },
    })
    expect(calls[0]).toMatchObject({
      name: 'bots.get',
      caller: { identity: { personId: 'owner', role: 'owner', credential: null } },
    })
  })

  it.each([
    ['a frame within our page', { parent: OUR_PAGE, origin: ORIGIN }],
    ['a page from elsewhere', { parent: null, origin: 'https://evil.test' }],
    ['a page with an opaque origin', { parent: null, origin: 'null' }],
    ['a frame that is gone', null],
  ])('does not let %s reach a command', async (_, frame) => {
    const { open, calls } = setUp()
    expect(await open().invoke(frame, 'bots.list', {})).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    })
    expect(calls).toEqual([])
  })

  it('answers a refusal with its code, and keeps it out of the log', async () => {
    const { open, lines } = setUp(() => {
      throw new AppError('rate_limited', 'Wait.', { retryAfterMs: 500 })
    })
    expect(await open().invoke(OUR_PAGE, 'bots.list')).toEqual({
      ok: false,
      error: { code: 'rate_limited', message: 'Wait.', retryAfterMs: 500 },
    })
    expect(lines).toEqual([])
  })

  it('answers a bug without its details, which go to the log', async () => {
    const { open, lines } = setUp(() => {
      throw new TypeError('x of undefined')
    })
    const answer = await open().invoke(OUR_PAGE, 'bots.list')
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(answer)).not.toContain('undefined')
    expect(lines).toMatchObject([{ level: 'error', fields: { command: 'bots.list' } }])
  })

  it.each([undefined, 7, { name: 'bots.list' }])('refuses %j as a command', async (name) => {
    const { open, calls } = setUp()
    expect(await open().invoke(OUR_PAGE, name)).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    })
    expect(calls).toEqual([])
  })

  it('sends a page its events, and nothing to a window that is gone', async () => {
    const { open, calls } = setUp()
    const contents = open()
    await contents.invoke(OUR_PAGE, 'overview.watch')
    const { viewer } = lastCaller(calls)
    const event = { event: 'settings.changed' } as const
    const encoded = { json: () => Buffer.from('') }
    viewer.send(event, encoded)
    contents.destroyed = true
    viewer.send(event, encoded)
    expect(contents.sent).toEqual([[EVENT_CHANNEL, event]])
  })

  it('forgets what a page watched when it is loaded again, and not when it only moves within itself', async () => {
    const { open, calls, left } = setUp()
    const contents = open()
    await contents.invoke(OUR_PAGE, 'overview.watch')
    const first = lastCaller(calls).viewer

    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true })
    contents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false })
    expect(left).toEqual([])

    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    await contents.invoke(OUR_PAGE, 'overview.watch')
    expect(left).toEqual([first])
    expect(lastCaller(calls).viewer.id).not.toBe(first.id)
  })

  it.each(['render-process-gone', 'destroyed'])('forgets a page at %s', async (fact) => {
    const { open, calls, left } = setUp()
    const contents = open()
    await contents.invoke(OUR_PAGE, 'overview.watch')
    contents.emit(fact)
    expect(left).toEqual([lastCaller(calls).viewer])
  })

  it('keeps two windows apart, and closes both', async () => {
    const { gateway, open, calls, left } = setUp()
    const [one, two] = [open(), open()]
    await one.invoke(OUR_PAGE, 'overview.watch')
    await two.invoke(OUR_PAGE, 'overview.watch')
    const viewers = calls.map(({ caller }) => caller.viewer)
    expect(viewers[0]).not.toBe(viewers[1])

    one.emit('destroyed')
    expect(left).toEqual([viewers[0]])
    gateway.close()
    expect(left).toEqual(viewers)
    expect(two.invoke(OUR_PAGE, 'bots.list')).toBeUndefined()
  })
})
