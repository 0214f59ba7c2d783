import type { Viewer } from '@main/core/events/viewer'
import type { ServerEvent } from '@shared/contract/events'
import type { SessionId } from '@shared/model/ids'

/** A viewer inside the controller that only lets others wait for replies to end. */
export class Endings implements Viewer {
  readonly id = 'endings'
  readonly #waiting = new Map<SessionId, (() => void)[]>()

  send(event: ServerEvent): void {
    if (event.event !== 'turn.ended') return
    const waiting = this.#waiting.get(event.sessionId) ?? []
    this.#waiting.delete(event.sessionId)
    for (const go of waiting) go()
  }

  /** Resolves at the next ending there. */
  next(sessionId: SessionId): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(sessionId, [...(this.#waiting.get(sessionId) ?? []), resolve])
    })
  }
}
