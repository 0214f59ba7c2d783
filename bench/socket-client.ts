import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { RawData } from 'ws'

interface Frame {
  readonly id?: number
  readonly ok?: boolean
  readonly output?: Record<string, unknown>
  readonly error?: unknown
  readonly event?: string
  readonly [key: string]: unknown
}

/** What signs a client in: a token, or the cookie of a browser. */
export type Credential = string | { readonly cookie: string }

/** One script on the WebSocket, as small as can be, so that it measures the controller and not itself. */
export class SocketClient {
  readonly #socket: WebSocket
  readonly #answers = new Map<number, (frame: Frame) => void>()
  #id = 0
  /** Gets every event frame. */
  onEvent: (frame: Frame) => void = () => undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: RawData) => {
      this.#take(JSON.parse((data as Buffer).toString()) as Frame)
    })
  }

  static async connect(url: string, credential: Credential): Promise<SocketClient> {
    const isToken = typeof credential === 'string'
    // A cookie counts on the controller's own pages only.
    const headers = isToken ? {} : { cookie: credential.cookie, origin: url }
    const address = `${url.replace('http', 'ws')}/ws`
    const socket = new WebSocket(address, { perMessageDeflate: false, headers })
    const client = new SocketClient(socket)
    await once(socket, 'open')
    if (isToken) await client.call('access.signIn', { token: credential })
    return client
  }

  call(command: string, input: unknown): Promise<Record<string, unknown>> {
    const id = ++this.#id
    return new Promise((resolve, reject) => {
      this.#answers.set(id, (frame) => {
        if (frame.ok === true) resolve(frame.output ?? {})
        else reject(new Error(`${command}: ${JSON.stringify(frame.error)}`))
      })
      this.#socket.send(JSON.stringify({ id, command, input }))
    })
  }

  close(): void {
    this.#socket.close()
  }

  #take(frame: Frame): void {
    if (frame.event !== undefined) {
      this.onEvent(frame)
      return
    }
    if (frame.id === undefined) return
    this.#answers.get(frame.id)?.(frame)
    this.#answers.delete(frame.id)
  }
}

/** A launched bot on the model `tiny`, with room for long replies. */
export async function launchBot(
  client: SocketClient,
  options: Readonly<Record<string, unknown>> = {},
  temperature = 0.7,
): Promise<string> {
  const { bot } = (await client.call('bots.create', {
    ...{ name: 'Bench', model: 'tiny', maxTokens: 8_192, temperature },
    options,
  })) as { bot: { id: string } }
  await client.call('bots.launch', { botId: bot.id })
  for (;;) {
    const { instance } = (await client.call('bots.status', { botId: bot.id })) as {
      instance: { state: string }
    }
    if (instance.state === 'ready') return bot.id
    if (instance.state === 'failed') throw new Error('The bench bot could not be launched.')
  }
}

export interface OpenSession {
  readonly client: SocketClient
  readonly sessionId: string
}

/** A client that watches a session of its own. */
export async function openSession(
  url: string,
  credential: Credential,
  botId: string,
): Promise<OpenSession> {
  const client = await SocketClient.connect(url, credential)
  const { session } = (await client.call('sessions.create', { botId })) as {
    session: { id: string }
  }
  await client.call('sessions.watch', { sessionId: session.id })
  return { client, sessionId: session.id }
}

export interface Reply {
  readonly firstTokenMs: number
  readonly totalMs: number
}

/** Sends one message and waits for its whole reply. Rejects where the reply is not a complete one. */
export async function ask({ client, sessionId }: OpenSession): Promise<Reply> {
  const startedAt = performance.now()
  let firstTokenMs = Number.NaN
  const ended = new Promise<Reply>((resolve, reject) => {
    client.onEvent = (frame) => {
      if (frame.event === 'turn.extended' && Number.isNaN(firstTokenMs))
        firstTokenMs = performance.now() - startedAt
      if (frame.event !== 'turn.ended') return
      const { status } = frame['message'] as { status: string }
      if (status === 'complete') resolve({ firstTokenMs, totalMs: performance.now() - startedAt })
      else reject(new Error(`A reply was ${status}.`))
    }
  })
  const [reply] = await Promise.all([
    ended,
    client.call('messages.send', {
      sessionId,
      clientMessageId: nextClientMessageId(),
      text: 'Say something',
    }),
  ])
  return reply
}

let sent = 0
export function nextClientMessageId(): string {
  return `bench-${String(++sent).padStart(8, '0')}`
}
