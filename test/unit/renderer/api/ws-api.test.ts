// @vitest-environment node
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import type { WebSocket as ServerSocket } from 'ws'
import { createWsApi } from '@renderer/api/ws-api'
import type { WsApiOptions } from '@renderer/api/ws-api'
import { AppError } from '@shared/contract/app-error'
import type { ConnectionState } from '@shared/contract/client'
import { sessionIdOf } from '../support/builders'

interface Request {
  readonly id: number
  readonly command: string
  readonly input: unknown
}

/** A controller reduced to its socket: says hello, notes what it is asked, answers what the test tells it to. */
class SocketController {
  readonly requests: Request[] = []
  signedIn = true
  /** What to do with a request; without an answer the request hangs. */
  onRequest: (request: Request, socket: ServerSocket) => void = () => {}
  #server: WebSocketServer | null = null
  #port = 0

  async listen(): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: this.#port })
    this.#server = server
    server.on('connection', (socket) => {
      socket.send(
        JSON.stringify({
          hello: { protocol: 1, app: 'port8000', version: '0.1.0', signedIn: this.signedIn },
        }),
      )
      socket.on('message', (data: Buffer) => {
        const request = JSON.parse(data.toString()) as Request
        this.requests.push(request)
        this.onRequest(request, socket)
      })
    })
    await new Promise((resolve) => server.once('listening', resolve))
    this.#port = (server.address() as AddressInfo).port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/ws`
  }

  get sockets(): readonly ServerSocket[] {
    return [...(this.#server?.clients ?? [])]
  }

  emit(frame: unknown): void {
    for (const socket of this.#server?.clients ?? []) socket.send(JSON.stringify(frame))
  }

  dropSockets(): void {
    for (const socket of this.#server?.clients ?? []) socket.terminate()
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server === null) return
    for (const socket of server.clients) socket.terminate()
    await new Promise((resolve) => server.close(resolve))
  }
}

const open: (() => Promise<void>)[] = []

async function setUp(options: Partial<WsApiOptions> = {}) {
  const controller = new SocketController()
  await controller.listen()
  const wakes: (() => void)[] = []
  const api = createWsApi({
    url: controller.url,
    onWake: (listener) => void wakes.push(listener),
    firstRetryMs: 10,
    longestRetryMs: 40,
    ...options,
  })
  const states: ConnectionState[] = []
  api.onConnection((state) => void states.push(state))
  open.push(async () => {
    // A controller that answers no more, and a browser that is told to stay away, end the tries.
    controller.signedIn = false
    controller.dropSockets()
    await vi.waitFor(() => expect(states.at(-1)?.status).toBe('signed-out'))
    await controller.close()
  })
  const status = () => states.at(-1)?.status
  const online = () => vi.waitFor(() => expect(status()).toBe('online'))
  return { controller, api, states, status, online, wake: () => wakes.forEach((wake) => wake()) }
}

const MESSAGE = { sessionId: sessionIdOf(1), clientMessageId: 'message-1', text: 'Hello' }
const SENT = { messageId: sessionIdOf(2), turnId: sessionIdOf(3), queued: false }

describe('the WebSocket client', () => {
  afterEach(async () => {
    for (const close of open.splice(0)) await close()
  })

  it('answers each call with what belongs to it, in whatever order answers come', async () => {
    const { controller, api, online } = await setUp()
    const held: { request: Request; socket: ServerSocket }[] = []
    controller.onRequest = (request, socket) => {
      held.push({ request, socket })
      if (held.length < 2) return
      for (const { request: each, socket: to } of held.toReversed()) {
        to.send(JSON.stringify({ id: each.id, ok: true, output: { echo: each.command } }))
      }
    }
    await online()
    const answers = await Promise.all([api.call('bots.list', {}), api.call('health.get', {})])
    expect(answers).toEqual([{ echo: 'bots.list' }, { echo: 'health.get' }])
  })

  it('rejects with the code and the words of the controller', async () => {
    const { controller, api, online } = await setUp()
    controller.onRequest = ({ id }, socket) =>
      socket.send(JSON.stringify({ id, ok: false, error: { code: 'conflict', message: 'Taken.' } }))
    await online()
    const refused = await api
      .call('bots.launch', { botId: 'BOT-001' })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(AppError)
    expect(refused).toMatchObject({ code: 'conflict', message: 'Taken.' })
  })

  it('hands events to whoever listens, until they stop', async () => {
    const { controller, api, online } = await setUp()
    const events: unknown[] = []
    const stop = api.onEvent((event) => void events.push(event))
    await online()
    controller.emit({ event: 'settings.changed' })
    await vi.waitFor(() => expect(events).toEqual([{ event: 'settings.changed' }]))
    stop()
    controller.emit({ event: 'access.changed' })
    controller.onRequest = ({ id }, socket) =>
      socket.send(JSON.stringify({ id, ok: true, output: {} }))
    await api.call('health.get', {})
    expect(events).toHaveLength(1)
  })

  it('connects again by itself and says in between when it will try', async () => {
    const { controller, states, online } = await setUp()
    await online()
    controller.dropSockets()
    await vi.waitFor(() =>
      expect(states.filter(({ status }) => status === 'online')).toHaveLength(2),
    )
    const offline = states.find((state) => state.status === 'offline')
    expect(offline).toMatchObject({ retryAt: expect.any(Number) as number })
  })

  it('sends a message again whose answer was lost with the connection, under the same id', async () => {
    const { controller, api, online } = await setUp()
    controller.onRequest = ({ id }, socket) => {
      if (controller.requests.length === 1) socket.terminate()
      else socket.send(JSON.stringify({ id, ok: true, output: SENT }))
    }
    await online()
    const sending = api.call('messages.send', MESSAGE)
    expect(await sending).toEqual(SENT)
    expect(controller.requests.map(({ input }) => input)).toEqual([MESSAGE, MESSAGE])
  })

  it('keeps a message that is sent while there is no connection until there is one', async () => {
    const { controller, api, status, online } = await setUp()
    await online()
    await controller.close()
    await vi.waitFor(() => expect(status()).toBe('offline'))
    const sending = api.call('messages.send', MESSAGE)
    controller.onRequest = ({ id }, socket) =>
      socket.send(JSON.stringify({ id, ok: true, output: SENT }))
    await controller.listen()
    expect(await sending).toEqual(SENT)
  })

  it('gives up a message that breaks every socket it is sent over', async () => {
    const { controller, api, online } = await setUp()
    controller.onRequest = (_, socket) => socket.terminate()
    await online()
    await expect(api.call('messages.send', MESSAGE)).rejects.toMatchObject({ code: 'internal' })
    expect(controller.requests).toHaveLength(5)
  })

  it('does not launch a bot twice: says that the answer was lost', async () => {
    const { controller, api, online } = await setUp()
    controller.onRequest = (_, socket) => socket.terminate()
    await online()
    const lost = await api
      .call('bots.launch', { botId: 'BOT-001' })
      .catch((error: unknown) => error)
    expect(lost).toMatchObject({
      code: 'internal',
      message: expect.stringContaining('connection') as string,
    })
    await online()
    expect(controller.requests).toHaveLength(1)
  })

  it('is signed out where the controller does not know it, and in once it does', async () => {
    const { controller, api, status, online } = await setUp()
    await online()
    controller.signedIn = false
    controller.dropSockets()
    await vi.waitFor(() => expect(status()).toBe('signed-out'))
    await expect(api.call('bots.list', {})).rejects.toMatchObject({ code: 'unauthenticated' })
    controller.signedIn = true
    api.reconnect()
    await online()
  })

  it('rejects what waited when it turns out to be signed out', async () => {
    const { controller, api, online } = await setUp()
    await online()
    controller.onRequest = (_, socket) => {
      controller.signedIn = false
      socket.terminate()
    }
    await expect(api.call('messages.send', MESSAGE)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })

  it('gives up a socket that answers nothing when the page wakes', async () => {
    const { controller, states, online, wake } = await setUp({ probeMs: 50 })
    await online()
    wake()
    await vi.waitFor(() =>
      expect(states.filter(({ status }) => status === 'online')).toHaveLength(2),
    )
    expect(controller.requests.map(({ command }) => command)).toContain('health.get')
  })

  it('gives up a socket that takes a message and says nothing, and sends it over the next one', async () => {
    const { controller, api, states, online } = await setUp({ answerMs: 30, probeMs: 30 })
    await online()
    const [first] = controller.sockets
    controller.onRequest = ({ id }, socket) => {
      if (socket !== first) socket.send(JSON.stringify({ id, ok: true, output: SENT }))
    }
    expect(await api.call('messages.send', MESSAGE)).toEqual(SENT)
    const sent = controller.requests.filter(({ command }) => command === 'messages.send')
    expect(sent.map(({ input }) => input)).toEqual([MESSAGE, MESSAGE])
    expect(states.filter(({ status }) => status === 'offline').length).toBeGreaterThan(0)
  })

  it('keeps a socket on which anything comes, however long one answer takes', async () => {
    const { controller, api, states, online } = await setUp({ answerMs: 20, probeMs: 60 })
    await online()
    let answerSend = () => {}
    const probes = () => controller.requests.filter(({ command }) => command === 'health.get')
    controller.onRequest = ({ id, command }, socket) => {
      if (command !== 'messages.send') controller.emit({ event: 'settings.changed' })
      else answerSend = () => socket.send(JSON.stringify({ id, ok: true, output: SENT }))
      if (command !== 'messages.send' && probes().length === 1) setTimeout(() => answerSend(), 90)
    }
    expect(await api.call('messages.send', MESSAGE)).toEqual(SENT)
    expect(states.map(({ status }) => status)).not.toContain('offline')
  })

  it('asks once where the network, the tab and the machine wake together', async () => {
    const { controller, online, wake } = await setUp()
    controller.onRequest = ({ id }, socket) =>
      socket.send(JSON.stringify({ id, ok: true, output: {} }))
    await online()
    for (let count = 0; count < 3; count += 1) wake()
    await vi.waitFor(() => expect(controller.requests).toHaveLength(1))
  })

  it('tries at once when the page wakes, however long the pause was to be', async () => {
    const { controller, status, online, wake } = await setUp({
      firstRetryMs: 60_000,
      longestRetryMs: 60_000,
    })
    await online()
    controller.dropSockets()
    await vi.waitFor(() => expect(status()).toBe('offline'))
    wake()
    await online()
    // The end of the test drops the socket once more; nobody waits a minute for that.
    controller.signedIn = false
    controller.dropSockets()
    await vi.waitFor(() => expect(status()).toBe('offline'))
    wake()
  })
})
