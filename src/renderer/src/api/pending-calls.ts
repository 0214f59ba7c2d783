import { AppError, fromWireError } from '@shared/contract/app-error'
import type { AnswerFrame } from '@shared/contract/frames'

interface PendingCall {
  readonly command: string
  readonly input: unknown
  /** How many sockets died over it. */
  losses: number
  readonly resolve: (output: unknown) => void
  readonly reject: (error: AppError) => void
}

/** A call that breaks socket after socket is the cause, not the victim. */
const MOST_LOSSES = 5

/**
 * What may be asked again after the socket died without an answer: what only reads, and what the controller recognises as a
 * repeat (`messages.send` and `turns.retry` by the ids their callers make). Watches are not here: whoever watches does so again at every reconnect.
 */
function isRepeatable(command: string): boolean {
  return (
    command === 'messages.send' ||
    command === 'turns.retry' ||
    /\.(list|get|suggestId|listDevices|listTokens|status)$/.test(command)
  )
}

function lostAnswer(): AppError {
  return new AppError(
    'internal',
    'The connection to Port 8000 broke before it answered. Look whether it took effect, then try again.',
  )
}

/** Calls that wait for their answers, and what becomes of them when the socket dies. */
export class PendingCalls {
  readonly #calls = new Map<number, PendingCall>()
  readonly #waiting = new Set<number>()
  #nextId = 1

  /** A new call; `send` is tried at once, and where there is no socket a repeatable call waits for one. */
  add(command: string, input: unknown, send: (frame: string) => boolean): Promise<unknown> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { command, input, losses: 0, resolve, reject })
      if (send(JSON.stringify({ id, command, input }))) return
      if (isRepeatable(command)) this.#waiting.add(id)
      else
        this.#reject(
          id,
          new AppError(
            'internal',
            'Not connected to Port 8000. It connects again by itself; then try again.',
          ),
        )
    })
  }

  settle(answer: AnswerFrame): void {
    const call = this.#calls.get(answer.id)
    if (call === undefined) return
    this.#calls.delete(answer.id)
    if (answer.ok) call.resolve(answer.output)
    else call.reject(fromWireError(answer.error))
  }

  /** The socket is gone: what may be repeated waits for the next one, the rest is told. */
  onSocketLost(): void {
    for (const [id, call] of this.#calls) {
      if (this.#waiting.has(id)) continue
      call.losses += 1
      if (isRepeatable(call.command) && call.losses < MOST_LOSSES) this.#waiting.add(id)
      else this.#reject(id, lostAnswer())
    }
  }

  /** A socket is here again: asks once more, in the order it was asked. */
  resend(send: (frame: string) => boolean): void {
    for (const id of [...this.#waiting].toSorted((a, b) => a - b)) {
      const call = this.#calls.get(id)
      if (
        call === undefined ||
        send(JSON.stringify({ id, command: call.command, input: call.input }))
      )
        this.#waiting.delete(id)
    }
  }

  rejectAll(error: AppError): void {
    for (const id of this.#calls.keys()) this.#reject(id, error)
  }

  #reject(id: number, error: AppError): void {
    this.#waiting.delete(id)
    this.#calls.get(id)?.reject(error)
    this.#calls.delete(id)
  }
}
