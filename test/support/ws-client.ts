import { fromWireError } from '@shared/contract/app-error'
import type { ServerEvent } from '@shared/contract/events'
import type { AnswerFrame, HelloFrame } from '@shared/contract/frames'
import type { CommandName, CommandOutput, CommandRequest } from '@shared/contract/commands'
import { WebSocket } from 'ws'

export interface WsOptions {
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string
  /** The whole `Cookie` header. */
  readonly cookie?: string
  readonly origin?: string
  /** In place of the one that belongs to the address. */
  readonly host?: string
  readonly headers?: Readonly<Record<string, string>>
  /** False: never answers a ping, as a peer that is gone does. */
  readonly autoPong?: boolean
}

export interface WsClient {
  readonly hello: HelloFrame['hello']
  /** Every event so far, oldest first. */
  readonly events: readonly ServerEvent[]
  /** How the socket came to its end. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  /** The underlying socket, for what a decent client does not do: pausing, terminating, ignoring pings. */
  readonly socket: WebSocket
  /** Rejects with `AppError`, or with a plain error where the socket closed before the answer. */
  call<N extends CommandName>(command: N, input: CommandRequest<N>): Promise<CommandOutput<N>>
  /** Like `call`, for commands and inputs that are wrong on purpose. */
  callAny(command: string, input: unknown): Promise<unknown>
  /** The first event, past or to come, of which this is true. */
  waitForEvent(matches: (event: ServerEvent) => boolean): Promise<ServerEvent>
  /** Sends these bytes or this text as one frame. */
  sendRaw(data: string | Buffer): void
  close(): Promise<void>
}

/**
 * A real client of `/ws`. `url` is `ws://…/ws` or the server's `http://…` address. Resolves once the hello came; rejects
 * with `WsRefused` where the upgrade was answered with a status.
 */
export async function connectWs(url: string, options: WsOptions = {}): Promise<WsClient> {
  const socket = new WebSocket(socketUrl(url), {
    headers: headersOf(options),
    autoPong: options.autoPong ?? true,
    ...(options.origin === undefined ? {} : { origin: options.origin }),
  })
  const client = new Client(socket)
  await client.opened
  return client
}

/** The upgrade was refused. */
export class WsRefused extends Error {
  override readonly name = 'WsRefused'
  readonly status: number
  readonly body: string

  constructor(status: number, body: string) {
    super(`The upgrade was answered with ${status}.`)
    this.status = status
    this.body = body
  }
}

class Client implements WsClient {
  hello: HelloFrame['hello'] = { protocol: 0, app: 'port8000', version: '', signedIn: false }
  readonly events: ServerEvent[] = []
  readonly socket: WebSocket
  readonly opened: Promise<void>
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  readonly #calls = new Map<number, (answer: AnswerFrame | null) => void>()
  readonly #waiters = new Set<() => void>()
  #lastId = 0

  constructor(socket: WebSocket) {
    this.socket = socket
    this.opened = new Promise((resolve, reject) => {
      socket.on('message', (data: Buffer) => this.#receive(data, resolve))
      socket.once('unexpected-response', (_request, response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (part: string) => (body += part))
        response.once('end', () => {
          reject(new WsRefused(response.statusCode ?? 0, body))
          socket.terminate()
        })
      })
      socket.on('error', reject)
    })
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        for (const settle of this.#calls.values()) settle(null)
        resolve({ code, reason: reason.toString() })
      })
    })
  }

  call<N extends CommandName>(command: N, input: CommandRequest<N>): Promise<CommandOutput<N>> {
    // The contract says what each command answers; the wire cannot.
    return this.callAny(command, input) as Promise<CommandOutput<N>>
  }

  callAny(command: string, input: unknown): Promise<unknown> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#calls.set(id, (answer) => {
        this.#calls.delete(id)
        if (!answer) reject(new Error('The socket closed before the answer.'))
        else if (answer.ok) resolve(answer.output)
        else reject(fromWireError(answer.error))
      })
      this.socket.send(JSON.stringify({ id, command, input }))
    })
  }

  waitForEvent(matches: (event: ServerEvent) => boolean): Promise<ServerEvent> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.events.find(matches)
        if (!found) return
        this.#waiters.delete(look)
        resolve(found)
      }
      this.#waiters.add(look)
      look()
    })
  }

  sendRaw(data: string | Buffer): void {
    this.socket.send(data)
  }

  async close(): Promise<void> {
    this.socket.close(1000)
    await this.closed
  }

  #receive(data: Buffer, onHello: () => void): void {
    const frame = JSON.parse(data.toString()) as HelloFrame | AnswerFrame | ServerEvent
    if ('hello' in frame) {
      this.hello = frame.hello
      onHello()
    } else if ('event' in frame) {
      this.events.push(frame)
      for (const look of [...this.#waiters]) look()
    } else {
      this.#calls.get(frame.id)?.(frame)
    }
  }
}

function socketUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  const path = pathname === '/' ? '/ws' : pathname
  return `${protocol.replace('http', 'ws')}//${host}${path}`
}

function headersOf({ token, cookie, host, headers }: WsOptions): Record<string, string> {
  return {
    ...headers,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(host === undefined ? {} : { host }),
  }
}
