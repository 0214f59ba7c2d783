import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import type { RawData } from 'ws'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { EventHub } from '@main/core/events/event-hub'
import type { Caller, CallSource, EncodedEvent, Identity, Viewer } from '@main/core/events/viewer'
import type { LimitService } from '@main/core/limits/limit-service'
import type { Logger } from '@main/core/logging/logger'
import { AppError, toWireError } from '@shared/contract/app-error'
import type { ServerEvent } from '@shared/contract/events'
import { PROTOCOL_VERSION, requestFrameSchema } from '@shared/contract/frames'
import type { AnswerFrame, HelloFrame, RequestFrame, Result } from '@shared/contract/frames'
import { sourceOf } from './call-source'

/** Why a socket is closed. */
export const CLOSE = { goingAway: 1001, malformed: 1008, farBehind: 1013, signedOut: 4401 } as const

const MAX_BACKLOG_BYTES = 4 * 1024 * 1024
const MAX_IN_FLIGHT = 256
const MAX_MISSED_PINGS = 2
/** Answers from this size on are counted apart: a long page somebody asked for does not make them a slow reader. */
const LARGE_ANSWER_BYTES = 65_536
/** What the socket library says of a frame beyond its limit. */
const TOO_LONG = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
const TEXT = { binary: false } as const

export interface WsConnectionDeps {
  readonly router: Pick<CommandRouter, 'dispatch'>
  readonly hub: Pick<EventHub, 'leave'>
  readonly limits: Pick<LimitService, 'count'>
  /** Why a frame is too many; null where it may come in. */
  readonly admitFrame: (request: IncomingMessage, identity: Identity | null) => AppError | null
  /** Throws where this one may not sign in on the socket. */
  readonly onSignIn: (
    connection: WsConnection,
    request: IncomingMessage,
    identity: Identity,
  ) => void
  readonly version: string
  readonly log: Logger
}

/** One browser or script: its commands come in here, the events it watches go out here. */
export class WsConnection implements Viewer, Caller {
  readonly id = randomUUID()
  readonly viewer: Viewer = this
  readonly from: CallSource
  readonly #socket: WebSocket
  readonly #request: IncomingMessage
  readonly #deps: WsConnectionDeps
  #identity: Identity | null
  #inFlight = 0
  #largeAnswerBytes = 0
  #missedPings = 0
  #isGathering = false

  /** `request` is the upgrade that the socket came by. */
  constructor(
    socket: WebSocket,
    request: IncomingMessage,
    identity: Identity | null,
    deps: WsConnectionDeps,
  ) {
    this.#socket = socket
    this.#request = request
    this.from = sourceOf(request)
    this.#identity = identity
    this.#deps = deps
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('pong', () => (this.#missedPings = 0))
    socket.on('close', () => deps.hub.leave(this))
    // A frame that is too large or no frame at all: the library closes the socket with the right code.
    socket.on('error', (error) => {
      if ('code' in error && error.code === TOO_LONG) deps.limits.count('sizes')
      deps.log.debug('socket error', { error })
    })
    this.#greet()
  }

  get identity(): Identity | null {
    return this.#identity
  }

  /** Throws `rate_limited` where that device or token has as many sockets as it may. */
  signIn(identity: Identity): void {
    this.#deps.onSignIn(this, this.#request, identity)
    this.#identity = identity
  }

  send(_event: ServerEvent, encoded: EncodedEvent): void {
    this.#write(encoded.json())
  }

  /** Asks whether somebody is still there; gives up on a socket that did not answer twice. */
  ping(): void {
    if (this.#missedPings >= MAX_MISSED_PINGS) {
      this.#socket.terminate()
      return
    }
    this.#missedPings += 1
    this.#socket.ping()
  }

  /** Says why and closes; nothing goes out after it. */
  close(code: number, reason: string): void {
    this.#deps.hub.leave(this)
    this.#socket.close(code, reason)
  }

  terminate(): void {
    this.#socket.terminate()
  }

  #greet(): void {
    const { version } = this.#deps
    const signedIn = this.#identity !== null
    const hello: HelloFrame = {
      hello: { protocol: PROTOCOL_VERSION, app: 'port8000', version, signedIn },
    }
    this.#write(JSON.stringify(hello))
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#missedPings = 0
    const frame = isBinary ? null : toRequestFrame(data)
    if (!frame) {
      this.close(CLOSE.malformed, 'A frame is JSON text: {"id": 1, "command": "…", "input": {…}}')
      return
    }
    const refused = this.#isBusy() ? TOO_BUSY : this.#deps.admitFrame(this.#request, this.#identity)
    if (refused) {
      this.#answer(frame.id, { ok: false, error: toWireError(refused) })
      return
    }
    void this.#run(frame)
  }

  #isBusy(): boolean {
    return this.#inFlight >= MAX_IN_FLIGHT || this.#socket.bufferedAmount > MAX_BACKLOG_BYTES
  }

  async #run({ id, command, input }: RequestFrame): Promise<void> {
    this.#inFlight += 1
    try {
      this.#answer(id, { ok: true, output: await this.#deps.router.dispatch(command, input, this) })
    } catch (error) {
      if (!(error instanceof AppError)) this.#deps.log.error('command failed', { command, error })
      this.#answer(id, { ok: false, error: toWireError(error) })
    } finally {
      this.#inFlight -= 1
      // A command that was still under way when the socket closed may have begun to watch.
      if (this.#socket.readyState !== WebSocket.OPEN) this.#deps.hub.leave(this)
    }
  }

  #answer(id: number, result: Result<unknown>): void {
    const answer: AnswerFrame = { id, ...result }
    this.#write(JSON.stringify(answer))
  }

  #write(data: Buffer | string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    if (this.#socket.bufferedAmount - this.#largeAnswerBytes > MAX_BACKLOG_BYTES) {
      this.#deps.log.warn('reader far behind', { door: 'ws' })
      this.close(CLOSE.farBehind, 'You are 4 MB behind. Connect again and watch again.')
      return
    }
    this.#gather()
    if (typeof data === 'string' && data.length >= LARGE_ANSWER_BYTES) {
      this.#writeLarge(Buffer.from(data))
    } else {
      this.#socket.send(data, TEXT)
    }
  }

  /** What goes out within one turn of the event loop leaves in one write: a system call costs more than a small frame. */
  #gather(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    this.#request.socket.cork()
    setImmediate(() => {
      this.#isGathering = false
      this.#request.socket.uncork()
    })
  }

  #writeLarge(data: Buffer): void {
    this.#largeAnswerBytes += data.length
    this.#socket.send(data, TEXT, () => (this.#largeAnswerBytes -= data.length))
  }
}

const TOO_BUSY = new AppError(
  'rate_limited',
  'Too many commands at once on this connection. Wait for some answers first.',
  {
    retryAfterMs: 1000,
  },
)

/** Null for what is not JSON or not a request. */
function toRequestFrame(data: RawData): RequestFrame | null {
  if (!Buffer.isBuffer(data)) return null
  try {
    const parsed = requestFrameSchema.safeParse(JSON.parse(data.toString()))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
