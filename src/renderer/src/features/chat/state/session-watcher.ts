import { toWireError } from '@shared/contract/app-error'
import type { SessionEvent } from '@shared/contract/events'
import type { SessionId } from '@shared/model/ids'
import type { SessionView } from '@shared/model/session'
import type { ChatHost } from './chat-host'
import { NEW_SESSION_DATA } from './chat-data'
import type { ChatData, SessionData } from './chat-data'
import { withSessionEvent } from './fold-session-event'
import { withSessionView } from './fold-session-view'
import type { Around, PageLoader } from './page-loader'
import { slicesOf } from './page-slices'
import { withForgotten, withLeft } from './window'

/** Of so many conversations that were left last, a page is kept. */
const KEPT_SESSIONS = 8

/** What was missed is added; the newest page or another branch takes the place of what was here. */
type Reason = 'missed' | 'newest' | 'switched'

interface Watch {
  readonly done: Promise<void>
  /** What came while the view was on its way: folded in again after it. A fact folded twice changes nothing. */
  readonly held: SessionEvent[]
}

/** Watches the conversation that is shown, and keeps what is known of the others. */
export class SessionWatcher {
  readonly #host: ChatHost
  readonly #pages: PageLoader
  readonly #watches = new Map<SessionId, Watch>()
  #openId: SessionId | null = null
  /** Those of which something is kept, the one left last at the end. */
  #left: readonly SessionId[] = []

  constructor(host: ChatHost, pages: PageLoader) {
    this.#host = host
    this.#pages = pages
  }

  async open(sessionId: SessionId | null): Promise<void> {
    const left = this.#openId
    this.#openId = sessionId
    this.#left = this.#left.filter((id) => id !== sessionId)
    if (left !== null && left !== sessionId) void this.#leave(left)
    if (sessionId !== null) await this.#watch(sessionId)
  }

  /** Leaves the middle of a conversation for its newest page. */
  async showNewest(sessionId: SessionId): Promise<void> {
    await this.#watches.get(sessionId)?.done
    await this.#watch(sessionId, 'newest')
  }

  async rewatch(): Promise<void> {
    if (this.#openId !== null) await this.#watch(this.#openId)
  }

  apply(events: readonly SessionEvent[]): void {
    for (const event of events) this.#watches.get(event.sessionId)?.held.push(event)
    const openId = this.#openId
    const fold = (chat: ChatData) => events.reduce(withSessionEvent, chat)
    if (openId === null) {
      this.#host.fold(fold)
      return
    }
    this.#host.foldWithin(openId, fold)
    const { gap } = this.#host.conversation(openId)
    if (gap !== null) void this.#watch(openId, gap)
  }

  #watch(sessionId: SessionId, reason: Reason = 'missed'): Promise<void> {
    const running = this.#watches.get(sessionId)
    if (running !== undefined) return running.done
    const held: SessionEvent[] = []
    const done = this.#read(sessionId, held, reason).finally(() => {
      if (this.#watches.get(sessionId)?.held === held) this.#watches.delete(sessionId)
    })
    this.#watches.set(sessionId, { done, held })
    return done
  }

  async #read(sessionId: SessionId, held: readonly SessionEvent[], reason: Reason): Promise<void> {
    const before = this.#host.conversation(sessionId)
    const { lastSeq, pending } = before
    const hasRead = wasRead(before)
    if (!hasRead) this.#host.change(sessionId, () => ({ ...NEW_SESSION_DATA, pending }))
    const after = hasRead && reason === 'missed' ? { afterSeq: lastSeq } : {}
    try {
      const [view, around] = await Promise.all([
        this.#host.api.call('sessions.watch', { sessionId, ...after }),
        showsPlace(before, reason) ? this.#readPlace(sessionId) : null,
      ])
      if (view.reset) this.#host.change(sessionId, () => ({ hasLater: false }))
      await this.#show(view, view.reset ? around : null, held)
    } catch (error) {
      this.#fail(sessionId, error)
    }
  }

  /** What is at the end, or where the reader was, comes at once; the rest of the page after it, piece by piece. */
  async #show(
    view: SessionView,
    around: Around | null,
    held: readonly SessionEvent[],
  ): Promise<void> {
    const sessionId = view.session.id
    const [near, ...rest] = view.reset && around === null ? slicesOf(view, 'earlier') : [view]
    this.#host.foldWithin(sessionId, (chat) =>
      held.reduce(withSessionEvent, withSessionView(chat, { ...view, ...near })),
    )
    // What shows a gap from here on is read again.
    this.#watches.delete(sessionId)
    if (around === null) await this.#pages.putIn(sessionId, 'earlier', near?.messages[0]?.id, rest)
    else await this.#pages.putAround(sessionId, around)
  }

  /** What its reader had before them when they left; null where that was the end, or where it is not to be had. */
  async #readPlace(sessionId: SessionId): Promise<Around | null> {
    const place = this.#host.state().scrollPlaces.get(sessionId)
    if (place?.kind !== 'at') return null
    return this.#pages.readAround(sessionId, place.seq).catch(() => null)
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
    this.#giveBack(sessionId)
    try {
      await this.#host.api.call('sessions.unwatch', { sessionId })
    } catch {
      // Whatever the reason, the worst is a few events for a conversation that is not shown.
    }
  }

  #giveBack(sessionId: SessionId): void {
    const left = [...this.#left.filter((id) => id !== sessionId), sessionId]
    this.#left = left.slice(-KEPT_SESSIONS)
    this.#host.fold((chat) => {
      const rest = withLeft(chat, sessionId, this.#host.readAt(sessionId))
      return left.slice(0, -KEPT_SESSIONS).reduce(withForgotten, rest)
    })
  }
}

function wasRead({ status, messageIds }: SessionData): boolean {
  return status === 'ready' || messageIds.length > 0
}

/** What is here in the middle of a conversation may belong to a branch that is not visible any more. */
function showsPlace(before: SessionData, reason: Reason): boolean {
  return !wasRead(before) || reason === 'switched' || (reason === 'missed' && before.hasLater)
}
