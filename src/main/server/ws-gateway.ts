import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { AccessService, LostRights } from '@main/core/access/access-service'
import { AppError } from '@shared/contract/app-error'
import { MAX_FRAME_BYTES } from '@shared/contract/frames'
import type { AccessPolicy } from './access-policy'
import { refuse } from './guard-requests'
import type { Identify } from './identify-request'
import { endWithError } from './raw-answer'
import { CLOSE, WsConnection } from './ws-connection'
import type { WsConnectionDeps } from './ws-connection'

const SOCKET_PATH = '/ws'
const PING_INTERVAL_MS = 25_000
/** How long a peer has to answer our close before its socket is destroyed. */
const CLOSE_TIMEOUT_MS = 2_000

export interface WsGatewayDeps extends WsConnectionDeps {
  readonly access: Pick<AccessService, 'onLost'>
  readonly identify: Identify
  readonly policy: () => AccessPolicy
  readonly pingIntervalMs?: number
}

/** The socket door: lets sockets in, keeps them alive, closes them. */
export class WsGateway {
  readonly #deps: WsGatewayDeps
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
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
    this.#stopListening = deps.access.onLost((lost) => this.#cutOff(lost))
    this.#pings = setInterval(() => this.#ping(), deps.pingIntervalMs ?? PING_INTERVAL_MS)
    this.#pings.unref()
  }

  /** For the `upgrade` event of an HTTP server. Opening a socket needs no credential; what it may do then does. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until the socket library takes over, nobody else listens: a peer that resets would end the process.
    const ignore = (): void => undefined
    socket.on('error', ignore)
    const refused = this.#refuse(request)
    if (refused) {
      endWithError(socket, refused)
      return
    }
    const { method, headers } = request
    this.#deps.identify({ method, headers, upgrade: true }).then(
      (identity) => {
        socket.off('error', ignore)
        this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
          const connection = new WsConnection(webSocket, socket, identity, this.#deps)
          this.#connections.add(connection)
          webSocket.once('close', () => this.#left(connection))
          if (this.#closing) connection.close(CLOSE.goingAway, STOPPING)
        })
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

  #refuse(request: IncomingMessage): AppError | null {
    const refused = refuse(this.#deps.policy(), request)
    if (refused) return refused
    if (this.#closing) return new AppError('conflict', STOPPING)
    if (request.url?.split('?')[0] === SOCKET_PATH) return null
    return new AppError('not_found', 'There is no socket at this address. It is at /ws.')
  }

  #left(connection: WsConnection): void {
    this.#connections.delete(connection)
    if (this.#connections.size === 0) this.#onEmpty?.()
  }

  #ping(): void {
    for (const connection of this.#connections) connection.ping()
  }

  #cutOff({ isMeant, isSignedOut }: LostRights): void {
    for (const connection of this.#connections) {
      if (!connection.identity || !isMeant(connection.identity)) continue
      if (isSignedOut) connection.close(CLOSE.signedOut, 'You were signed out. Sign in again.')
      else connection.close(CLOSE.rightsChanged, 'What you may do has changed. Connect again.')
    }
  }
}

const STOPPING = 'Port 8000 is stopping.'
