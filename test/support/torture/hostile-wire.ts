import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { Random } from './random'

/** What becomes of a connection once `afterBytes` went over it, both ways together; a frame may be cut anywhere. */
interface Fate {
  readonly kind: 'cut' | 'reset' | 'server-gone' | 'client-gone' | 'stall' | 'none'
  readonly afterBytes: number
  /** For how long only one side knows, or nothing is read. */
  readonly ms: number
}

const CALM: Fate = { kind: 'none', afterBytes: Infinity, ms: 0 }
/** Into the upgrade, the hello and the first answers; into a reply; into a long message. */
const REACHES = [700, 4_000, 4_000, 20_000] as const
const LONGEST_MS = 400

/** What stands between a client and the controller: a network that breaks connections in every way there is. */
export class HostileWire {
  /** Connections that were broken, on one side or on both. */
  cuts = 0
  /** Of these, how many only one side was told of at first. */
  halfOpen = 0
  /** How often nothing was read for a while. */
  stalls = 0
  readonly #server: Server
  readonly #random: Random
  readonly #reaches: readonly number[]
  readonly #lines = new Set<Line>()
  #isCalm = false

  private constructor(server: Server, random: Random, reaches: readonly number[]) {
    this.#server = server
    this.#random = random
    this.#reaches = reaches
  }

  /** Leads to `address`, an `http://` one, from a free port of its own. A connection lives for up to one of `reaches`, in bytes. */
  static async start(
    address: string,
    random: Random,
    reaches: readonly number[] = REACHES,
  ): Promise<HostileWire> {
    const { hostname, port } = new URL(address)
    const server = createServer({ noDelay: true })
    const wire = new HostileWire(server, random, reaches)
    server.on('connection', (client) => {
      wire.#lines.add(
        new Line(client, connect({ port: Number(port), host: hostname, noDelay: true }), wire),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return wire
  }

  get address(): string {
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`
  }

  nextFate(): Fate {
    if (this.#isCalm) return CALM
    const random = this.#random
    const afterBytes = random.int(this.#reaches[random.int(this.#reaches.length)] ?? 0)
    const ms = random.int(LONGEST_MS)
    const kinds = ['cut', 'reset', 'server-gone', 'client-gone', 'stall'] as const
    return { kind: kinds[random.int(kinds.length)] ?? 'cut', afterBytes, ms }
  }

  /** From now on nothing breaks any more, and what was half-open or stalled comes to its end. */
  calm(): void {
    this.#isCalm = true
    for (const line of this.#lines) line.calm()
  }

  forget(line: Line): void {
    this.#lines.delete(line)
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const line of this.#lines) line.destroy()
    await closed
  }
}

/** One connection and its fate. */
class Line {
  readonly #client: Socket
  readonly #server: Socket
  readonly #wire: HostileWire
  #fate: Fate
  #bytes = 0
  /** The side that was not told yet that the other one is gone. */
  #unaware: Socket | null = null
  #later: NodeJS.Timeout | undefined
  #act: (() => void) | null = null

  constructor(client: Socket, server: Socket, wire: HostileWire) {
    this.#client = client
    this.#server = server
    this.#wire = wire
    this.#fate = wire.nextFate()
    client.on('data', (chunk) => this.#forward(chunk, server))
    server.on('data', (chunk) => this.#forward(chunk, client))
    for (const socket of [client, server]) {
      // What a reset says is said by `close` as well.
      socket.on('error', () => undefined)
      socket.once('close', () => this.#closed(socket))
    }
  }

  calm(): void {
    this.#fate = CALM
    this.#act?.()
  }

  destroy(): void {
    clearTimeout(this.#later)
    this.#client.destroy()
    this.#server.destroy()
    this.#wire.forget(this)
  }

  #forward(chunk: Buffer, to: Socket): void {
    const left = this.#fate.afterBytes - this.#bytes
    this.#bytes += chunk.length
    if (chunk.length < left) {
      to.write(chunk)
      return
    }
    to.write(chunk.subarray(0, left))
    const { kind, ms } = this.#fate
    this.#fate = CALM
    if (kind === 'stall') this.#stall(chunk.subarray(left), to, ms)
    else this.#break(kind, ms)
  }

  /** Nothing is read for a while: the buffers of whoever sends fill. */
  #stall(rest: Buffer, to: Socket, ms: number): void {
    this.#wire.stalls += 1
    this.#client.pause()
    this.#server.pause()
    this.#afterwards(ms, () => {
      this.#fate = this.#wire.nextFate()
      this.#bytes = 0
      this.#client.resume()
      this.#server.resume()
      this.#forward(rest, to)
    })
  }

  #break(kind: Fate['kind'], ms: number): void {
    this.#wire.cuts += 1
    if (kind === 'server-gone') this.#halfOpen(this.#server, this.#client, ms)
    else if (kind === 'client-gone') this.#halfOpen(this.#client, this.#server, ms)
    else if (kind === 'reset') {
      this.#client.resetAndDestroy()
      this.#server.resetAndDestroy()
    } else this.destroy()
  }

  /** One side is gone at once; the other one talks to nobody, and is told later. */
  #halfOpen(gone: Socket, unaware: Socket, ms: number): void {
    this.#wire.halfOpen += 1
    this.#unaware = unaware
    unaware.removeAllListeners('data')
    // What a client says is lost on the way; what the controller says is not even read.
    if (unaware === this.#client) unaware.resume()
    else unaware.pause()
    this.#afterwards(ms, () => unaware.resetAndDestroy())
    gone.destroy()
  }

  #afterwards(ms: number, act: () => void): void {
    this.#act = () => {
      clearTimeout(this.#later)
      this.#act = null
      act()
    }
    this.#later = setTimeout(this.#act, ms)
  }

  #closed(socket: Socket): void {
    if (this.#unaware && socket !== this.#unaware) return
    this.destroy()
  }
}
