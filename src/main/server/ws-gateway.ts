import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { AccessService } from '@main/core/access/access-service'
import type { Identity } from '@main/core/events/viewer'
import type { LimitService } from '@main/core/limits/limit-service'
import { AppError } from '@shared/contract/app-error'
import { sourceOf } from './call-source'
import type { Gate } from './gate'
import { endWithError } from './raw-answer'
import { SocketCounts } from './socket-counts'
import { CLOSE, WsConnection } from './ws-connection'
import type { WsConnectionDeps } from './ws-connection'

const SOCKET_PATH = '/ws'
const PING_INTERVAL_MS = 25_000
/** How long a peer has to answer our close before its socket is destroyed. */
const CLOSE_TIMEOUT_MS = 2_000

export interface WsGatewayDeps extends Omit<
  WsConnectionDeps,
  'limits' | 'admitFrame' | 'onSignIn'
> {
  readonly access: Pick<AccessService, 'onRevoked'>
  readonly limits: LimitService
  readonly gate: Pick<Gate, 'admit' | 'admitFrame' | 'identify' | 'signedIn'>
  readonly pingIntervalMs?: number
}

/** The socket door: lets sockets in, keeps them alive, closes them. */
export class WsGateway {
  readonly #deps: WsGatewayDeps
  readonly #counts: SocketCounts
  readonly #connectionDeps: WsConnectionDeps
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    // Known to the library, not yet to its types.
    ...{ closeTimeout: CLOSE_TIMEOUT_MS },
  })
  readonly #connections = new Set<WsConnection>()
  readonly #pings: NodeJS.Timeout
  readonly #stopListening: () => void
  #onEmpty: (() => void) | null = null
  #closing = false

  constructor(deps: WsGatewayDeps) {
    this.#deps = deps
    this.#counts = new SocketCounts(deps.limits)
    this.#connectionDeps = {
      ...deps,
      admitFrame: (request, identity) => deps.gate.admitFrame(request, identity),
      onSignIn: (connection, request, identity) => {
        this.#counts.move(connection, identity)
        deps.gate.signedIn(request, identity)
      },
    }
    this.#stopListening = deps.access.onRevoked((credentialId) => this.#cutOff(credentialId))
    this.#pings = setInterval(() => this.#ping(), deps.pingIntervalMs ?? PING_INTERVAL_MS)
    this.#pings.unref()
  }

  /** For the `upgrade` event of an HTTP server. Opening a socket needs no credential; what it may do then does. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until the socket library takes over, nobody else listens: a peer that resets would end the process.
    const ignore = (): void => undefined
    socket.on('error', ignore)
    this.#decide(request).then(
      (identity) => {
        socket.off('error', ignore)
        this.#letIn(request, socket, head, identity)
      },
      (error: unknown) => {
        if (!(error instanceof AppError)) this.#deps.log.error('upgrade failed', { error })
        endWithError(socket, error)
      },
    )
  }

  /** Tells everybody and waits until they are gone. */
  async close(): Promise<void> {
    this.#closing = true
    this.#stopListening()
    clearInterval(this.#pings)
    if (this.#connections.size === 0) return
    const empty = new Promise<void>((resolve) => (this.#onEmpty = resolve))
    for (const connection of this.#connections) connection.close(CLOSE.goingAway, STOPPING)
    const giveUp = setTimeout(() => {
      for (const connection of this.#connections) connection.terminate()
    }, CLOSE_TIMEOUT_MS)
    await empty
    clearTimeout(giveUp)
  }

  /** Who opens the socket, null for a stranger. Throws why it may not be opened. */
  async #decide(request: IncomingMessage): Promise<Identity | null> {
    const refused = await this.#deps.gate.admit(request)
    if (refused) throw refused
    if (this.#closing) throw new AppError('conflict', STOPPING)
    if (request.url?.split('?')[0] !== SOCKET_PATH)
      throw new AppError('not_found', 'There is no socket at this address. It is at /ws.')
    const identity = await this.#deps.gate.identify(request, true)
    this.#counts.requirePlace(sourceOf(request), identity)
    return identity
  }

  #letIn(request: IncomingMessage, socket: Duplex, head: Buffer, identity: Identity | null): void {
    // For sockets from now on; the ones that are open keep what they had.
    this.#sockets.options.maxPayload = this.#deps.limits.valueOf('maxRequestKb') * 1_024
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new WsConnection(webSocket, request, identity, this.#connectionDeps)
      this.#connections.add(connection)
      this.#counts.add(connection)
      webSocket.once('close', () => this.#left(connection))
      if (this.#closing) connection.close(CLOSE.goingAway, STOPPING)
    })
  }

  #left(connection: WsConnection): void {
    this.#connections.delete(connection)
    this.#counts.delete(connection)
    if (this.#connections.size === 0) this.#onEmpty?.()
  }

  #ping(): void {
    for (const connection of this.#connections) connection.ping()
  }

  #cutOff(credentialId: string): void {
    for (const connection of this.#connections) {
      if (connection.identity?.credential?.id !== credentialId) continue
      connection.close(CLOSE.signedOut, 'You were signed out. Sign in again.')
    }
  }
}

const STOPPING = 'Port 8000 is stopping.'
