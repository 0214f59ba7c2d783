import { AppError, toWireError } from '@shared/contract/app-error'
import type { ServerStatus } from '@shared/model/controller'
import type { EventHub } from '../events/event-hub'
import type { Logger } from '../logging/logger'

/** What listens on a port; implemented by the HTTP server. */
export interface Listener {
  /** Rejects with `AppError` (`conflict` where the port is taken, `forbidden` where the system refuses it). */
  listen(port: number, host: string): Promise<{ readonly address: string; readonly port: number }>
  /** The program that holds the port, where the system tells. */
  findHolder(port: number): Promise<string | null>
}

export interface ServerControlDeps {
  readonly listener: Listener
  readonly host: string
  readonly port: number
  /** Keeps the port as the setting for the next start. */
  readonly keepPort: (port: number) => Promise<void>
  /** The server can be reached at this address from now on. */
  readonly onListening: (address: string) => void
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly log: Logger
}

/** Where the server listens: the single truth for window, links and health. */
export class ServerControl {
  readonly #deps: ServerControlDeps
  #status: ServerStatus

  constructor(deps: ServerControlDeps) {
    this.#deps = deps
    this.#status = { address: null, port: deps.port, error: null, holder: null }
  }

  get status(): ServerStatus {
    return this.#status
  }

  /** The address, for links. Throws `conflict` while the server does not listen. */
  requireAddress(): string {
    if (this.#status.address === null) {
      throw new AppError(
        'conflict',
        'The server does not listen, so no browser can reach it. Choose another port first.',
      )
    }
    return this.#status.address
  }

  /** Never rejects: a port that cannot be had is in the status. */
  async start(): Promise<ServerStatus> {
    return this.#listen(this.#deps.port)
  }

  /** Another port, after the first one could not be had. */
  async listen(port: number): Promise<ServerStatus> {
    if (this.#status.address !== null)
      throw new AppError('conflict', `The server listens on port ${this.#status.port} already.`)
    const status = await this.#listen(port)
    if (status.address !== null) await this.#deps.keepPort(port)
    return status
  }

  async #listen(port: number): Promise<ServerStatus> {
    const { listener, host, hub, log } = this.#deps
    try {
      const listening = await listener.listen(port, host)
      this.#status = { ...listening, error: null, holder: null }
      log.info('server listens', { port: listening.port })
      this.#deps.onListening(listening.address)
    } catch (error) {
      const holder = await listener.findHolder(port)
      log.warn('server does not listen', { port, holder, error })
      this.#status = { address: null, port, error: toWireError(error), holder }
    }
    hub.publishOverview({ event: 'server.changed', server: this.#status })
    return this.#status
  }
}
