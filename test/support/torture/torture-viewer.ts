import type { ServerEvent, SessionEvent } from '@shared/contract/events'
import type { Result } from '@shared/contract/frames'
import type { SessionId } from '@shared/model/ids'
import type { SessionView } from '@shared/model/session'
import { ConversationCopy } from './conversation-copy'
import { StubbornSocket } from './stubborn-socket'
import type { Way } from './stubborn-socket'
import { UiCopy } from './ui-copy'

/** Watches one conversation through everything: after each break from the last number it has, after each gap anew. */
export class TortureViewer {
  readonly copy: ConversationCopy
  readonly ui: UiCopy
  /** How often something was missing within a connection. */
  gaps = 0
  readonly #sessionId: SessionId
  readonly #socket: StubbornSocket
  readonly #onChange: (() => void) | undefined
  #watches = 0
  #hasWatched = false
  #onSettled: (() => void) | null = null

  constructor(sessionId: SessionId, way: Way, onChange?: () => void) {
    this.#sessionId = sessionId
    this.copy = new ConversationCopy(sessionId)
    this.ui = new UiCopy(sessionId)
    this.#onChange = onChange
    this.#socket = new StubbornSocket({
      way,
      onReady: () => this.#watch(),
      onEvent: (event) => this.#fold(event),
    })
  }

  get connections(): number {
    return this.#socket.connections
  }

  /**
   * Resolves once everything that was said to this viewer so far was heard: an answer comes after the events before it.
   * It does not watch again: what is missing now stays missing.
   */
  async settled(): Promise<void> {
    if (this.#watches > 0 || !this.#hasWatched) await this.#nextView()
    // Where the connection broke meanwhile, the next one watches.
    while (!(await this.#roundTrip())) await this.#nextView()
  }

  close(): Promise<void> {
    return this.#socket.close()
  }

  #nextView(): Promise<void> {
    return new Promise((resolve) => (this.#onSettled = resolve))
  }

  #roundTrip(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#socket.ask('sessions.get', { sessionId: this.#sessionId }, (result) => {
        resolve(result?.ok === true && this.#watches === 0)
      })
    })
  }

  #fold(event: ServerEvent): void {
    if (!isSessionEvent(event)) return
    const hadGap = this.copy.hasGap
    this.copy.fold(event)
    this.ui.fold(event)
    if (this.copy.hasGap && !hadGap) {
      this.gaps += 1
      this.#watch()
    }
    this.#onChange?.()
  }

  #watch(): void {
    this.#watches += 1
    this.ui.watching()
    const after = this.#hasWatched ? { afterSeq: this.copy.lastSeq } : {}
    this.#socket.ask('sessions.watch', { sessionId: this.#sessionId, ...after }, (result) =>
      this.#watched(result),
    )
  }

  #watched(result: Result<SessionView> | null): void {
    this.#watches -= 1
    if (result?.ok === true) {
      this.#hasWatched = true
      this.copy.take(result.output)
      this.ui.take(result.output)
    } else if (result) this.copy.faults.push(`sessions.watch was refused: ${result.error.message}`)
    // Lost with its connection: the next one watches.
    if (result && this.#watches === 0) {
      this.#onSettled?.()
      this.#onSettled = null
    }
    this.#onChange?.()
  }
}

function isSessionEvent(event: ServerEvent): event is SessionEvent {
  return event.event.startsWith('message.') || event.event.startsWith('turn.')
}
