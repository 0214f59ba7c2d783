import type { SessionId } from '@shared/model/ids'
import type { UpstreamId } from '@shared/model/upstream-name'

/** So many sessions are remembered; the ones that were used longest ago are forgotten first. */
const MOST_REMEMBERED = 5_000

interface Warm {
  readonly upstreamId: UpstreamId
  readonly key: string
}

/** Where each session was answered last: that server has its beginning in the cache and need not read it again. */
export class WarmSessions {
  readonly #bySession = new Map<SessionId, Warm>()

  remember(sessionId: SessionId, upstreamId: UpstreamId, key: string): void {
    this.#bySession.delete(sessionId)
    this.#bySession.set(sessionId, { upstreamId, key })
    if (this.#bySession.size <= MOST_REMEMBERED) return
    for (const oldest of this.#bySession.keys()) {
      this.#bySession.delete(oldest)
      break
    }
  }

  /** Null where another model answered last, or nobody did. */
  find(sessionId: SessionId, key: string): UpstreamId | null {
    const warm = this.#bySession.get(sessionId)
    return warm?.key === key ? warm.upstreamId : null
  }
}
