import type { ApiClient } from '@shared/contract/client'
import type { OverviewEvent, ServerEvent, SessionEvent } from '@shared/contract/events'
import { messageOf } from '../ui/message-of'
import type { AppStore } from './app-store'
import { withOverview, withOverviewEvent } from './fold-overview'

/** Frames sleep in hidden tabs and may be late in busy ones; a batch waits no longer than this. */
const LONGEST_BATCH_MS = 100

/** Gathers events until the next frame, so that a fast reply renders once a frame and not once a token. */
function batchPerFrame<T>(apply: (events: readonly T[]) => void) {
  let waiting: T[] = []
  let frame: number | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  const cancel = () => {
    if (frame !== null) cancelAnimationFrame(frame)
    if (timer !== null) clearTimeout(timer)
    frame = null
    timer = null
  }
  const flush = () => {
    cancel()
    const events = waiting
    waiting = []
    if (events.length > 0) apply(events)
  }
  const add = (event: T) => {
    waiting.push(event)
    if (timer !== null) return
    timer = setTimeout(flush, LONGEST_BATCH_MS)
    if (!document.hidden) frame = requestAnimationFrame(flush)
  }
  return { add, flush, cancel }
}

function isSessionEvent(event: ServerEvent): event is SessionEvent {
  return 'sessionId' in event
}

type SessionsEvent = Extract<
  OverviewEvent,
  { readonly event: 'sessions.changed' | 'sessions.deleted' }
>

function isAboutSessions(event: OverviewEvent): event is SessionsEvent {
  return event.event === 'sessions.changed' || event.event === 'sessions.deleted'
}

/** As few events as say the same: what is known of thousands of sessions is not made anew for each of them. */
function merged(events: readonly SessionsEvent[]): SessionsEvent[] {
  const some: SessionsEvent[] = []
  for (const event of events) {
    const last = some.at(-1)
    if (last?.event === 'sessions.changed' && event.event === 'sessions.changed')
      some[some.length - 1] = { ...event, sessions: [...last.sessions, ...event.sessions] }
    else if (last?.event === 'sessions.deleted' && event.event === 'sessions.deleted')
      some[some.length - 1] = { ...event, sessionIds: [...last.sessionIds, ...event.sessionIds] }
    else some.push(event)
  }
  return some
}

/** Events that arrive while the overview is being fetched are newer than it: they are folded in after it. */
class OverviewFeed {
  readonly #store: AppStore
  readonly #api: ApiClient
  readonly #sessions = batchPerFrame<SessionsEvent>((events) => {
    for (const event of merged(events)) this.#fold(event)
  })
  #held: OverviewEvent[] | null = null
  #round = 0

  constructor(store: AppStore, api: ApiClient) {
    this.#store = store
    this.#api = api
  }

  fold(event: OverviewEvent): void {
    if (this.#held !== null) {
      this.#held.push(event)
      return
    }
    if (isAboutSessions(event)) {
      this.#sessions.add(event)
      return
    }
    this.flush()
    this.#fold(event)
  }

  /** Folds in now what waits for the next frame. */
  flush(): void {
    this.#sessions.flush()
  }

  cancel(): void {
    this.#sessions.cancel()
  }

  #fold(event: OverviewEvent): void {
    this.#store.setState((state) => withOverviewEvent(state, event))
    if (event.event === 'bot.deleted' || event.event === 'sessions.deleted')
      this.#store.getState().settleSelection()
    // Too much to be told one by one.
    if (event.event === 'import.changed' && event.import.state === 'done') void this.watch()
    if (event.event === 'sessions.changed') this.#store.getState().markSelectedRead()
  }

  async watch(): Promise<void> {
    this.flush()
    const round = ++this.#round
    this.#held ??= []
    try {
      const overview = await this.#api.call('overview.watch', {})
      if (round !== this.#round) return
      this.#store.setState((state) => withOverview(state, overview, Date.now()))
    } catch (error) {
      if (round === this.#round) this.#fail(error)
      return
    }
    const held = this.#held
    this.#held = null
    for (const event of held) this.fold(event)
    await this.#settle()
  }

  #fail(error: unknown): void {
    this.#held = null
    if (this.#store.getState().connection.status !== 'online') return
    this.#store.setState({ overviewStatus: 'failed', overviewError: messageOf(error) })
  }

  async #settle(): Promise<void> {
    const state = this.#store.getState()
    state.noteReadBaseline()
    state.settleSelection()
    // Also the first time: an earlier page may have left something unsent.
    await state.rewatch()
  }
}

/**
 * Leads everything that comes from the controller into the store, and watches again whenever the connection is back.
 * Answers how to let go.
 */
export function connectEvents(store: AppStore, api: ApiClient): () => void {
  const batch = batchPerFrame<SessionEvent>((events) => store.getState().applySessionEvents(events))
  const overview = new OverviewFeed(store, api)

  const stopEvents = api.onEvent((event) => {
    if (isSessionEvent(event)) batch.add(event)
    else overview.fold(event)
  })
  const stopConnection = api.onConnection((connection) => {
    store.setState({ connection })
    if (connection.status === 'online') void overview.watch()
  })
  const stopRetry = store.getState().onOverviewRetry(() => void overview.watch())
  const flush = () => {
    batch.flush()
    overview.flush()
  }
  document.addEventListener('visibilitychange', flush)

  return () => {
    stopEvents()
    stopConnection()
    stopRetry()
    document.removeEventListener('visibilitychange', flush)
    batch.cancel()
    overview.cancel()
  }
}
