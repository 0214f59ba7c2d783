import { toWireError } from '@shared/contract/app-error'
import type { SessionEvent } from '@shared/contract/events'
import type { SessionId } from '@shared/model/ids'
import type { ChatHost } from './chat-host'
import { NEW_SESSION_DATA, withConversation } from './chat-data'
import { withSessionEvent } from './fold-session-event'
import { withSessionView } from './fold-session-view'

interface Watch {
  readonly done: Promise<void>
  /** What came while the view was on its way: folded in again after it. A fact folded twice changes nothing. */
  readonly held: SessionEvent[]
}

/** Watches the conversation that is shown, and keeps what is known of the others. */
export class SessionWatcher {
  readonly #host: ChatHost
  readonly #watches = new Map<SessionId, Watch>()
  #openId: SessionId | null = null

  constructor(host: ChatHost) {
    this.#host = host
  }

  async open(sessionId: SessionId | null): Promise<void> {
    const left = this.#openId
    this.#openId = sessionId
    if (left !== null && left !== sessionId) void this.#leave(left)
    if (sessionId !== null) await this.#watch(sessionId)
  }

  /** Leaves the middle of a conversation for its newest page. */
  async showNewest(sessionId: SessionId): Promise<void> {
    await this.#watches.get(sessionId)?.done
    await this.#watch(sessionId, true)
  }

  async rewatch(): Promise<void> {
    if (this.#openId !== null) await this.#watch(this.#openId)
  }

  apply(events: readonly SessionEvent[]): void {
    for (const event of events) this.#watches.get(event.sessionId)?.held.push(event)
    this.#host.fold((chat) => events.reduce(withSessionEvent, chat))
    const openId = this.#openId
    if (openId === null) return
    const { gap } = this.#host.conversation(openId)
    if (gap !== null) void this.#watch(openId, gap === 'switched')
  }

  #watch(sessionId: SessionId, fromNewest = false): Promise<void> {
    const running = this.#watches.get(sessionId)
    if (running !== undefined) return running.done
    const held: SessionEvent[] = []
    const done = this.#read(sessionId, held, fromNewest).finally(() =>
      this.#watches.delete(sessionId),
    )
    this.#watches.set(sessionId, { done, held })
    return done
  }

  async #read(
    sessionId: SessionId,
    held: readonly SessionEvent[],
    fromNewest: boolean,
  ): Promise<void> {
    const { lastSeq, status, messageIds } = this.#host.conversation(sessionId)
    const hasRead = status === 'ready' || messageIds.length > 0
    this.#host.fold((chat) =>
      hasRead
        ? chat
        : withConversation(chat, sessionId, {
            ...NEW_SESSION_DATA,
            pending: this.#host.conversation(sessionId).pending,
          }),
    )
    try {
      const view = await this.#host.api.call('sessions.watch', {
        sessionId,
        ...(hasRead && !fromNewest ? { afterSeq: lastSeq } : {}),
      })
      this.#host.fold((chat) => {
        const before = fromNewest ? withConversation(chat, sessionId, { hasLater: false }) : chat
        return held.reduce(withSessionEvent, withSessionView(before, view))
      })
    } catch (error) {
      this.#fail(sessionId, error)
    }
  }

  /** Without a connection nothing is wrong with the conversation: it is read when the connection is back. */
  #fail(sessionId: SessionId, error: unknown): void {
    const shown = this.#host.isOnline()
      ? { status: 'error' as const, error: toWireError(error) }
      : {}
    this.#host.change(sessionId, () => ({ ...shown, gap: null }))
  }

  async #leave(sessionId: SessionId): Promise<void> {
    await this.#watches.get(sessionId)?.done
    if (this.#openId === sessionId) return
    try {
      await this.#host.api.call('sessions.unwatch', { sessionId })
    } catch {
      // Whatever the reason, the worst is a few events for a conversation that is not shown.
    }
  }
}
