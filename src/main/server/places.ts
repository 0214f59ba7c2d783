import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { Listening } from '@main/core/server/server-control'
import { hostLiteral } from '@main/core/server/network-addresses'
import { toListenError } from './listen-error'

interface Place {
  readonly host: string
  readonly port: number
  readonly server: Server
}

/** The addresses and ports that are listened on. Each is opened and closed by itself; connections outlive them. */
export class Places {
  readonly #onConnection: (socket: Socket) => void
  readonly #open = new Map<string, Place>()
  readonly #sockets = new Set<Socket>()
  #onEmpty: (() => void) | null = null

  constructor(onConnection: (socket: Socket) => void) {
    this.#onConnection = (socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => {
        this.#sockets.delete(socket)
        if (this.#sockets.size === 0) this.#onEmpty?.()
      })
      onConnection(socket)
    }
  }

  /**
   * Listens on `port` of these addresses, where it listens already in `keeping`, and nowhere else. Rejects with `AppError` where the first cannot be had; then all is
   * as it was. `port` 0 takes any free one, the same for all.
   */
  async open(
    port: number,
    hosts: readonly string[],
    keeping: readonly string[] = [],
  ): Promise<Listening> {
    const [first = '127.0.0.1', ...others] = hosts
    const actual = await this.#ensure(first, port)
    const open = [first]
    const missing: string[] = []
    for (const host of others) {
      await this.#ensure(host, actual).then(
        () => open.push(host),
        () => missing.push(host),
      )
    }
    const wanted = new Set([...keeping, ...open.map((host) => nameOf(host, actual))])
    for (const [name, { server }] of this.#open) {
      if (wanted.has(name)) continue
      this.#open.delete(name)
      // It takes nobody new; whoever is connected stays.
      server.close()
    }
    return { port: actual, open, missing }
  }

  /** Where it listens now. */
  list(): readonly Omit<Place, 'server'>[] {
    return [...this.#open.values()]
  }

  close(): void {
    for (const { server } of this.#open.values()) server.close()
    this.#open.clear()
  }

  cutConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Resolves once nobody is connected. */
  async empty(): Promise<void> {
    if (this.#sockets.size > 0) await new Promise<void>((resolve) => (this.#onEmpty = resolve))
  }

  async #ensure(host: string, port: number): Promise<number> {
    if (this.#open.has(nameOf(host, port))) return port
    // As an HTTP server does it: the answer may still go out when the other side has said all.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, this.#onConnection)
    const actual = await bind(server, port, host)
    this.#open.set(nameOf(host, actual), { host, port: actual, server })
    return actual
  }
}

function nameOf(host: string, port: number): string {
  return `${hostLiteral(host)}:${port}`
}

/** Listens, and answers on which port. Rejects with `AppError` where the system refuses. */
function bind(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => void toListenError(error, port).then(reject)
    server.once('error', onError)
    server.listen(port, host, () => {
      server.off('error', onError)
      // A connection that cannot be taken, as where no file is left to open, is no reason to end the process.
      server.on('error', () => undefined)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
