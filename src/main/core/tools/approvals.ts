import { AppError } from '@shared/contract/app-error'
import type { SessionId, TurnId } from '@shared/model/ids'
import type { ToolDecision } from '@shared/model/tool'

interface Place {
  readonly sessionId: SessionId
  readonly turnId: TurnId
  readonly callId: string
}

/** Calls of tools that wait for a person. They wait as long as their turn does. */
export class Approvals {
  readonly #waiting = new Map<string, (decision: ToolDecision) => void>()

  /** Rejects with the signal's reason once it is aborted. */
  ask(place: Place, signal: AbortSignal): Promise<ToolDecision> {
    return new Promise((resolve, reject) => {
      const key = keyOf(place)
      const onAbort = () => {
        this.#waiting.delete(key)
        reject(new Error('aborted', { cause: signal.reason }))
      }
      if (signal.aborted) {
        onAbort()
        return
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.set(key, (decision) => {
        signal.removeEventListener('abort', onAbort)
        this.#waiting.delete(key)
        resolve(decision)
      })
    })
  }

  /** Throws `conflict` where nothing waits there, as somebody else was faster. */
  requireWaiting(place: Place): void {
    if (this.#waiting.has(keyOf(place))) return
    throw new AppError('conflict', 'This call does not wait for an answer any more.')
  }

  /** The first answer counts. Throws as `requireWaiting`. */
  answer(place: Place, decision: ToolDecision): void {
    this.requireWaiting(place)
    this.#waiting.get(keyOf(place))?.(decision)
  }
}

function keyOf({ sessionId, turnId, callId }: Place): string {
  return `${sessionId} ${turnId} ${callId}`
}
