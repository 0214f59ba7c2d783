import type { WireError } from '@shared/contract/errors'
import type { Result } from '@shared/contract/frames'
import type { CommandOutput } from '@shared/contract/commands'
import type { SessionId } from '@shared/model/ids'
import { StubbornSocket } from './stubborn-socket'
import type { Way } from './stubborn-socket'

export interface TortureSenderOptions {
  /** Resolves after a reply ended; asked for where too many messages wait. */
  readonly whenThereIsRoom: () => Promise<unknown>
  /** Something was sent, or its answer came. */
  readonly onFact?: (fact: 'sent' | 'acknowledged') => void
}

type Sent = CommandOutput<'messages.send'>

/** Says something until it is acknowledged, always under the same `clientMessageId`. */
export class TortureSender {
  /** What was acknowledged, by `clientMessageId`, in the order it was said. */
  readonly acknowledged = new Map<string, { readonly text: string; readonly sent: Sent }>()
  readonly faults: string[] = []
  /** How often something was sent again because no answer had come. */
  resent = 0
  readonly #sessionId: SessionId
  readonly #socket: StubbornSocket
  readonly #options: TortureSenderOptions
  #onReady: (() => void) | null = null

  constructor(sessionId: SessionId, way: Way, options: TortureSenderOptions) {
    this.#sessionId = sessionId
    this.#options = options
    this.#socket = new StubbornSocket({
      way,
      onReady: () => {
        this.#onReady?.()
        this.#onReady = null
      },
    })
  }

  async say(clientMessageId: string, text: string): Promise<void> {
    for (;;) {
      const result = await this.#try(clientMessageId, text)
      if (!result) this.resent += 1
      else if (result.ok) {
        this.#note(clientMessageId, text, result.output)
        return
      } else await this.#refused(result.error)
    }
  }

  /** Asks to stop the reply; whether it arrives does not matter. */
  stop(): void {
    this.#socket.ask('turns.stop', { sessionId: this.#sessionId }, () => undefined)
  }

  close(): Promise<void> {
    return this.#socket.close()
  }

  #note(clientMessageId: string, text: string, sent: Sent): void {
    const before = this.acknowledged.get(clientMessageId)?.sent
    if (before && (before.messageId !== sent.messageId || before.turnId !== sent.turnId))
      this.faults.push(`${clientMessageId} was acknowledged twice, and differently.`)
    if (!before) this.acknowledged.set(clientMessageId, { text, sent })
    this.#options.onFact?.('acknowledged')
  }

  async #refused({ code, message }: WireError): Promise<void> {
    // The only refusal there is a reason for: five messages wait already.
    if (code !== 'conflict') throw new Error(`messages.send was refused: ${message}`)
    await this.#options.whenThereIsRoom()
  }

  #try(clientMessageId: string, text: string): Promise<Result<Sent> | null> {
    const input = { sessionId: this.#sessionId, clientMessageId, text }
    return new Promise((resolve) => {
      const ask = (): void => {
        this.#socket.ask('messages.send', input, resolve)
        this.#options.onFact?.('sent')
      }
      if (this.#socket.isReady) ask()
      else this.#onReady = ask
    })
  }
}
