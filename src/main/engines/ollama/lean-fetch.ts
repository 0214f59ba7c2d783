import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { LeanBody } from './lean-body'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Socket } from 'node:net'

/** A server that does not take the connection by then is not there, where nothing else is set. */
const CONNECT_TIMEOUT_MS = 5_000

const MAX_TEXT_BYTES = 16 * 1024 * 1024

/** What the `ollama` client gives to `fetch`; bytes are our own. */
export interface LeanInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

/** What the `ollama` client uses of a `Response`. */
export class LeanResponse {
  readonly status: number
  readonly statusText: string
  readonly ok: boolean
  readonly contentType: string
  /** Whether it has no body at all. */
  readonly isEmpty: boolean
  readonly body: LeanBody

  constructor(incoming: IncomingMessage) {
    this.status = incoming.statusCode ?? 0
    this.statusText = incoming.statusMessage ?? ''
    this.ok = this.status >= 200 && this.status < 300
    this.contentType = incoming.headers['content-type'] ?? ''
    this.isEmpty = incoming.headers['content-length'] === '0'
    this.body = new LeanBody(incoming)
  }

  text(): Promise<string> {
    return this.body.text(MAX_TEXT_BYTES)
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }
}

/** A connection that nobody used for so long is closed; until then as many are kept as were ever needed at once. */
const IDLE_CONNECTION_MS = 60_000
const KEPT = {
  keepAlive: true,
  maxSockets: Infinity,
  // Node would keep 256: with more replies than that at once, most turns would open a connection and close it again.
  maxFreeSockets: Infinity,
  // Node closes a connection for this only while it is free, so a model may load for as long as it likes.
  timeout: IDLE_CONNECTION_MS,
} as const

/** Connections that are kept for the next request; one pool serves every turn. */
export class ConnectionPool {
  readonly http = new HttpAgent(KEPT)
  readonly https = new HttpsAgent(KEPT)
  readonly connectMs: () => number

  constructor(connectMs: () => number = () => CONNECT_TIMEOUT_MS) {
    this.connectMs = connectMs
  }
}

/**
 * One request over a pooled connection: `fetch` at half of what Node's own costs in processor time for a short reply.
 * No time limit on the header, because loading a model comes before it; redirects are not followed.
 */
export class LeanExchange {
  readonly response: Promise<LeanResponse>
  readonly #pool: ConnectionPool
  readonly #url: URL
  readonly #init: LeanInit
  #request: ClientRequest | null = null
  #settled: LeanResponse | null = null
  #aborted = false
  #reject: (reason: unknown) => void = () => undefined

  constructor(pool: ConnectionPool, url: string, init: LeanInit) {
    this.#pool = pool
    this.#url = new URL(url)
    this.#init = init
    this.response = new Promise((resolve, reject) => {
      this.#reject = reject
      this.#send(resolve, true)
    })
  }

  /** Closes the connection at once, whatever it is doing. Nothing where the answer is complete. */
  abort(reason: unknown): void {
    if (this.#aborted || this.#settled?.body.ended) return
    this.#aborted = true
    this.#reject(reason)
    this.#settled?.body.fail(reason)
    this.#request?.destroy()
  }

  #send(resolve: (response: LeanResponse) => void, pooled: boolean): void {
    const isHttps = this.#url.protocol === 'https:'
    const agent = pooled && (isHttps ? this.#pool.https : this.#pool.http)
    const request = (isHttps ? httpsRequest : httpRequest)(this.#options(agent))
    this.#request = request
    request.once('socket', (socket) => limitConnecting(socket, request, this.#pool.connectMs()))
    request.once('response', (incoming) => {
      this.#settled = new LeanResponse(incoming)
      resolve(this.#settled)
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#settled || this.#aborted) return
      // The server had closed a kept connection just before we used it: that says nothing about the server.
      if (pooled && request.reusedSocket && isReset(error)) this.#send(resolve, false)
      else this.#reject(error)
    })
    request.end(this.#init.body)
  }

  #options(agent: HttpAgent | HttpsAgent | false): RequestOptions {
    const { hostname, port, pathname, search, username, password } = this.#url
    const { method = 'GET', headers = {}, body } = this.#init
    return {
      agent,
      method,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? undefined : port,
      path: pathname + search,
      headers:
        body === undefined ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) },
      ...(username === ''
        ? {}
        : { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }),
    }
  }
}

function isReset({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE'
}

function limitConnecting(socket: Socket, request: ClientRequest, limitMs: number): void {
  if (!socket.connecting) return
  const late = setTimeout(() => {
    request.destroy(Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT' }))
  }, limitMs)
  const stop = () => clearTimeout(late)
  socket.once('connect', stop)
  socket.once('close', stop)
}
