import { AppError } from '@shared/contract/app-error'
import type { ApiClient, ConnectionState } from '@shared/contract/client'
import type { CommandName, CommandOutput, CommandRequest } from '@shared/contract/commands'
import type { ServerEvent } from '@shared/contract/events'
import type { AnswerFrame, HelloFrame } from '@shared/contract/frames'
import { PendingCalls } from './pending-calls'

export interface WsApiOptions {
  readonly url: string
  /** Calls the listener whenever the page comes back to life: network back, tab shown, sleep over. It lasts. */
  readonly onWake: (listener: () => void) => void
  readonly firstRetryMs?: number
  readonly longestRetryMs?: number
  /** How long a probe, or the hello of a new socket, may take. */
  readonly probeMs?: number
  /** After how long a silence the socket is probed. */
  readonly silenceMs?: number
  /** The same, where something was asked and is not answered: a dead socket takes every question without a word. */
  readonly answerMs?: number
}

type Timer = ReturnType<typeof setTimeout>

/** What the controller sends; its own frames are typed, not parsed. */
type ServerFrame = HelloFrame | AnswerFrame | ServerEvent

/** A browser's way to the controller: one WebSocket, made again whenever it breaks. */
class WsApi implements ApiClient {
  readonly #options: Required<WsApiOptions>
  readonly #pending = new PendingCalls()
  readonly #eventListeners = new Set<(event: ServerEvent) => void>()
  readonly #connectionListeners = new Set<(state: ConnectionState) => void>()
  #state: ConnectionState = { status: 'connecting' }
  #socket: WebSocket | null = null
  #failures = 0
  #retryTimer: Timer | undefined
  #probeTimer: Timer | undefined
  #silenceTimer: Timer | undefined
  #isProbing = false
  #isWaitingForAnswer = false

  constructor(options: WsApiOptions) {
    this.#options = {
      firstRetryMs: 500,
      longestRetryMs: 15_000,
      probeMs: 5_000,
      silenceMs: 60_000,
      answerMs: 8_000,
      ...options,
    }
    this.#options.onWake(() => this.#wake())
    this.#connect()
  }

  async call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>> {
    if (this.#state.status === 'signed-out')
      throw new AppError('unauthenticated', 'This browser is not signed in.')
    const output = await this.#pending.add(name, input, (frame) => this.#send(frame))
    // Answers are ours: typed by the command table and never parsed.
    return output as CommandOutput<N>
  }

  onEvent(listener: (event: ServerEvent) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#connectionListeners.add(listener)
    listener(this.#state)
    return () => this.#connectionListeners.delete(listener)
  }

  reconnect(): void {
    const isWaiting = this.#state.status === 'offline' && this.#state.retryAt !== null
    if (!isWaiting && this.#state.status !== 'signed-out') return
    this.#failures = 0
    this.#connect()
  }

  #send(frame: string): boolean {
    if (this.#state.status !== 'online' || this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(frame)
    this.#watchAnswer()
    return true
  }

  #setState(state: ConnectionState): void {
    this.#state = state
    for (const listener of this.#connectionListeners) listener(state)
  }

  #connect(): void {
    this.#letGo()
    if (this.#state.status !== 'connecting') {
      this.#setState(
        this.#state.status === 'offline'
          ? { status: 'offline', retryAt: null }
          : { status: 'connecting' },
      )
    }
    const socket = new WebSocket(this.#options.url)
    this.#socket = socket
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#onFrame(String(data))
    }
    socket.onclose = () => {
      if (socket === this.#socket) this.#onLost()
    }
    this.#probeTimer = setTimeout(() => this.#onLost(), this.#options.probeMs)
  }

  #onFrame(text: string): void {
    this.#watchSilence()
    const frame = JSON.parse(text) as ServerFrame
    if ('hello' in frame) {
      this.#onHello(frame)
      return
    }
    // Whatever comes shows that the socket lives.
    clearTimeout(this.#probeTimer)
    this.#isProbing = false
    // Only a socket that is of use begins the pauses anew: one that breaks right after its hello does not.
    this.#failures = 0
    if ('event' in frame) for (const listener of this.#eventListeners) listener(frame)
    else this.#onAnswer(frame)
  }

  #onHello({ hello }: HelloFrame): void {
    clearTimeout(this.#probeTimer)
    if (!hello.signedIn) {
      this.#letGo()
      this.#setState({ status: 'signed-out' })
      this.#pending.rejectAll(new AppError('unauthenticated', 'This browser is not signed in.'))
      return
    }
    this.#setState({ status: 'online' })
    this.#pending.resend((frame) => this.#send(frame))
  }

  #onAnswer(answer: AnswerFrame): void {
    this.#pending.settle(answer)
    // Signed out from elsewhere while the socket stood: a new one learns it from the hello.
    if (!answer.ok && answer.error.code === 'unauthenticated') this.#connect()
  }

  #onLost(): void {
    this.#letGo()
    this.#pending.onSocketLost()
    const { firstRetryMs, longestRetryMs } = this.#options
    // Jitter, so that ten browsers of one household do not knock at the same instant.
    const delay =
      Math.min(longestRetryMs, firstRetryMs * 2 ** this.#failures) * (0.75 + Math.random() / 4)
    this.#failures += 1
    this.#setState({ status: 'offline', retryAt: Date.now() + delay })
    this.#retryTimer = setTimeout(() => this.#connect(), delay)
  }

  /** Nothing of the socket there was may speak any more. */
  #letGo(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.close()
    clearTimeout(this.#retryTimer)
    clearTimeout(this.#probeTimer)
    clearTimeout(this.#silenceTimer)
    this.#isProbing = false
    this.#isWaitingForAnswer = false
  }

  #wake(): void {
    if (this.#state.status === 'online') this.#probe()
    else this.reconnect()
  }

  #watchSilence(): void {
    this.#isWaitingForAnswer = false
    this.#probeAfter(this.#options.silenceMs)
  }

  /** From the first question on that nothing came after. */
  #watchAnswer(): void {
    if (this.#isWaitingForAnswer) return
    this.#isWaitingForAnswer = true
    this.#probeAfter(this.#options.answerMs)
  }

  #probeAfter(ms: number): void {
    clearTimeout(this.#silenceTimer)
    this.#silenceTimer = setTimeout(() => this.#probe(), ms)
  }

  /** A page cannot ping: it asks something cheap, and gives the socket up where nothing at all comes back. */
  #probe(): void {
    // The network, the tab and the machine often wake together.
    if (this.#isProbing) return
    this.#isProbing = true
    const socket = this.#socket
    clearTimeout(this.#probeTimer)
    this.#probeTimer = setTimeout(() => {
      if (socket === this.#socket) this.#onLost()
    }, this.#options.probeMs)
    // Its answer is a frame like any other; what else comes of it does not matter.
    this.call('health.get', {}).catch(() => undefined)
  }
}

/** Connects at once, and from then on by itself: with a growing pause between tries, and at once when the page wakes. */
export function createWsApi(options: WsApiOptions): ApiClient {
  return new WsApi(options)
}
