import { AppError, toWireError } from '@shared/contract/app-error'
import type { ServerStatus } from '@shared/model/controller'
import type { NetworkAddress } from '@shared/model/sharing'
import type { EventHub } from '../events/event-hub'
import type { CallSource } from '../events/viewer'
import type { Logger } from '../logging/logger'
import { hostLiteral, hostsFor, isLoopback } from './network-addresses'

/** What listens on a port; implemented by the HTTP server. */
export interface Listener {
  /**
   * Listens on `port` of these addresses, where it listens now in `keeping` (like `192.168.1.5:8000`), and on nothing else from now
   * on; connections that are open stay. Rejects with `AppError`
   * where the first one cannot be had (`conflict` where the port is taken, `forbidden` where the system refuses it), and is as
   * it was then. Others that cannot be had are answered in `missing`.
   */
  listen(port: number, hosts: readonly string[], keeping?: readonly string[]): Promise<Listening>
  /** The program that holds the port, where the system tells. */
  findHolder(port: number): Promise<string | null>
}

export interface Listening {
  readonly port: number
  readonly open: readonly string[]
  readonly missing: readonly string[]
}

/** Where somebody wants the server: `host` as in the settings. */
export interface Place {
  readonly host: string
  readonly port: number
}

export interface ServerControlDeps {
  readonly listener: Listener
  readonly place: Place
  /** The addresses that this machine has now. */
  readonly addresses: () => readonly NetworkAddress[]
  /** Keeps it as the setting for the next start. */
  readonly keep: (place: Place) => Promise<void>
  /** The server can be reached at this address from now on. */
  readonly onListening: (address: string) => void
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly log: Logger
  readonly now: () => number
}

/** A change that may lock people out undoes itself after so long, unless somebody comes by the new address. */
const CONFIRM_WITHIN_MS = 5 * 60_000
/** How often the machine's addresses are looked at: they change with cables and networks. */
const FOLLOW_MS = 10_000

interface Unconfirmed {
  readonly before: Place
  /** By which of our addresses it can be confirmed. */
  readonly reached: ReadonlySet<string>
  readonly until: number
  readonly timer: NodeJS.Timeout
}

/** Where the server listens: the single truth for window, links and health. */
export class ServerControl {
  readonly #deps: ServerControlDeps
  #place: Place
  #open: readonly string[] = []
  #status: ServerStatus
  #unconfirmed: Unconfirmed | null = null
  #follow: NodeJS.Timeout | null = null
  #changing: Promise<unknown> = Promise.resolve()

  constructor(deps: ServerControlDeps) {
    this.#deps = deps
    this.#place = deps.place
    this.#status = {
      ...{ ...deps.place, address: null, addresses: [], missing: [], error: null, holder: null },
      unconfirmedUntil: null,
    }
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
    this.#follow = setInterval(() => void this.#followAddresses(), FOLLOW_MS)
    this.#follow.unref()
    return this.#tryPlace(this.#place)
  }

  close(): void {
    if (this.#follow) clearInterval(this.#follow)
    if (this.#unconfirmed) clearTimeout(this.#unconfirmed.timer)
  }

  /** Another port, after the first one could not be had. */
  async listen(port: number): Promise<ServerStatus> {
    if (this.#status.address !== null)
      throw new AppError('conflict', `The server listens on port ${this.#status.port} already.`)
    const status = await this.#tryPlace({ ...this.#place, port })
    if (status.address !== null) await this.#deps.keep(this.#place)
    return status
  }

  /**
   * Listens somewhere else, without a restart: open connections stay. `from`: where the call came from, null for the own window.
   * What closes an address and was asked for by the network has to be confirmed there, or undoes itself. Throws as `listen` does.
   */
  change(wish: Partial<Place>, from: CallSource | null): Promise<ServerStatus> {
    return this.#inTurn(async () => {
      const before = { ...this.#place, port: this.#status.port }
      const openBefore = this.#open
      const place = { ...before, ...wish }
      // Until it is confirmed elsewhere, where people are now stays open too: their pages have yet to load things.
      await this.#take(place, from ? openBefore : [])
      const closed = openBefore.filter((one) => !this.#open.includes(one))
      const added = this.#open.filter((one) => !openBefore.includes(one))
      if (!from || closed.length === 0) await this.#settle()
      else if (added.length > 0) this.#awaitConfirmation(before, added)
      else {
        await this.#take(place)
        this.#awaitConfirmation(before, this.#open)
      }
      this.#publish()
      return this.#status
    })
  }

  /** Keeps the last change. Throws `conflict` where nothing waits, `forbidden` where the call did not come by the new address. */
  confirm(from: CallSource | null): Promise<ServerStatus> {
    return this.#inTurn(async () => {
      const { reached } = this.#requireUnconfirmed()
      if (from && !reached.has(from.reached)) {
        throw new AppError(
          'forbidden',
          `Open ${[...reached].map((one) => `http://${one}`).join(' or ')} and confirm it there, so that it is sure to work.`,
        )
      }
      await this.#take(this.#place)
      await this.#settle()
      this.#publish()
      return this.#status
    })
  }

  /** Takes the last change back, before its time is over. Throws `conflict` where nothing waits. */
  undo(): Promise<ServerStatus> {
    return this.#inTurn(async () => {
      const { before, timer } = this.#requireUnconfirmed()
      clearTimeout(timer)
      this.#unconfirmed = null
      this.#deps.log.info('server change undone')
      return this.#tryPlace(before)
    })
  }

  #requireUnconfirmed(): Unconfirmed {
    if (this.#unconfirmed) return this.#unconfirmed
    throw new AppError('conflict', 'No change of the address waits to be confirmed.')
  }

  #awaitConfirmation(before: Place, reached: readonly string[]): void {
    const first = this.#unconfirmed
    if (first) clearTimeout(first.timer)
    const timer = setTimeout(() => void this.undo().catch(() => undefined), CONFIRM_WITHIN_MS)
    timer.unref()
    this.#unconfirmed = {
      // Two changes in a row go back to what was kept last.
      before: first?.before ?? before,
      reached: new Set(reached),
      until: this.#deps.now() + CONFIRM_WITHIN_MS,
      timer,
    }
    this.#status = { ...this.#status, unconfirmedUntil: this.#unconfirmed.until }
  }

  async #settle(): Promise<void> {
    if (this.#unconfirmed) clearTimeout(this.#unconfirmed.timer)
    this.#unconfirmed = null
    this.#status = { ...this.#status, unconfirmedUntil: null }
    await this.#deps.keep(this.#place)
  }

  async #tryPlace(place: Place): Promise<ServerStatus> {
    const { listener, log } = this.#deps
    try {
      await this.#take(place)
    } catch (error) {
      const holder = await listener.findHolder(place.port)
      log.warn('server does not listen', { port: place.port, holder, error })
      this.#place = place
      this.#open = []
      this.#status = {
        ...{ ...place, address: null, addresses: [], missing: [], error: toWireError(error) },
        ...{ holder, unconfirmedUntil: null },
      }
    }
    this.#publish()
    return this.#status
  }

  async #take(place: Place, keeping: readonly string[] = []): Promise<void> {
    const { listener, log, addresses, onListening } = this.#deps
    const hosts = hostsFor(place.host, addresses())
    const { port, open, missing } = await listener.listen(place.port, hosts, keeping)
    const urlOf = (host: string) => `http://${hostLiteral(host)}:${port}`
    this.#place = { ...place, port }
    this.#open = open.map((host) => `${hostLiteral(host)}:${port}`)
    const address = urlOf(open[0] ?? '127.0.0.1')
    this.#status = {
      ...{ host: place.host, port, address, error: null, holder: null },
      addresses: open.filter((host) => !isLoopback(host)).map(urlOf),
      missing: [...missing],
      unconfirmedUntil: this.#unconfirmed?.until ?? null,
    }
    log.info('server listens', { port, addresses: open.length })
    onListening(address)
  }

  /** Cables and networks come and go: what is shared follows them. */
  async #followAddresses(): Promise<void> {
    if (this.#status.address === null || this.#unconfirmed) return
    const hosts = hostsFor(this.#place.host, this.#deps.addresses())
    const { port } = this.#status
    const wanted = new Set(hosts.map((host) => `${hostLiteral(host)}:${port}`))
    if (wanted.size === this.#open.length && this.#open.every((one) => wanted.has(one))) return
    await this.#inTurn(() => this.#tryPlace({ ...this.#place, port }))
  }

  #publish(): void {
    this.#deps.hub.publishOverview({ event: 'server.changed', server: this.#status })
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#changing.then(act)
    this.#changing = turn.catch(() => undefined)
    return turn
  }
}
