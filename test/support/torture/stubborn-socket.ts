import type { ServerEvent } from '@shared/contract/events'
import type { AnswerFrame, HelloFrame, Result } from '@shared/contract/frames'
import type { CommandName, CommandOutput, CommandRequest } from '@shared/contract/commands'
import { WebSocket } from 'ws'

/** How a client reaches the controller; asked anew for every connection. */
export interface Way {
  /** Where to connect, an `http://` address: the controller's own, or a wire's that leads there. */
  readonly through: string
  /** The controller's own, which the Host has to name. */
  readonly address: string
  readonly token: string
  /** Resolves once there is somebody to connect to. */
  readonly whenReachable?: () => Promise<void>
}

export interface StubbornSocketOptions {
  readonly way: Way
  /** Connected, anew or for the first time. */
  readonly onReady: () => void
  readonly onEvent?: (event: ServerEvent) => void
}

/** A client that connects again at once whenever its connection breaks. Frames are handled in the order they come. */
export class StubbornSocket {
  connections = 0
  readonly #options: StubbornSocketOptions
  readonly #calls = new Map<number, (result: Result<unknown> | null) => void>()
  #socket: WebSocket | null = null
  #lastId = 0
  #isReady = false
  #isOver = false
  #onOver: (() => void) | null = null

  constructor(options: StubbornSocketOptions) {
    this.#options = options
    this.#connect()
  }

  get isReady(): boolean {
    return this.#isReady
  }

  /** Asks at once and runs `onAnswer` as the frame comes; with null where the connection broke before it. */
  ask<N extends CommandName>(
    command: N,
    input: CommandRequest<N>,
    onAnswer: (result: Result<CommandOutput<N>> | null) => void,
  ): void {
    if (!this.#isReady) {
      onAnswer(null)
      return
    }
    const id = ++this.#lastId
    // The contract says what each command answers; the wire cannot.
    this.#calls.set(id, onAnswer as (result: Result<unknown> | null) => void)
    this.#socket?.send(JSON.stringify({ id, command, input }))
  }

  async close(): Promise<void> {
    this.#isOver = true
    if (this.#socket?.readyState === WebSocket.CLOSED) return
    await new Promise<void>((resolve) => {
      this.#onOver = resolve
      this.#socket?.terminate()
    })
  }

  #connect(): void {
    const { way, onReady } = this.#options
    const { through, address, token } = way
    this.connections += 1
    const socket = new WebSocket(`${through.replace('http', 'ws')}/ws`, {
      headers: { host: new URL(address).host, authorization: `Bearer ${token}` },
    })
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as HelloFrame | AnswerFrame | ServerEvent
      if ('hello' in frame) {
        this.#isReady = true
        onReady()
      } else if ('event' in frame) this.#options.onEvent?.(frame)
      else this.#settle(frame)
    })
    // Whatever broke, `close` follows.
    socket.on('error', () => undefined)
    socket.once('close', () => this.#lost())
  }

  async #connectAgain(): Promise<void> {
    await this.#options.way.whenReachable?.()
    if (!this.#isOver) this.#connect()
  }

  #settle(answer: AnswerFrame): void {
    const settle = this.#calls.get(answer.id)
    this.#calls.delete(answer.id)
    settle?.(answer)
  }

  #lost(): void {
    this.#isReady = false
    const lost = [...this.#calls.values()]
    this.#calls.clear()
    if (this.#isOver) this.#onOver?.()
    else void this.#connectAgain()
    for (const settle of lost) settle(null)
  }
}
