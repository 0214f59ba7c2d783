import type { SessionEvent } from '@shared/contract/events'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { SessionView } from '@shared/model/session'
import { NO_CHAT_DATA, withConversation } from '@renderer/features/chat/state/chat-data'
import { withSessionEvent } from '@renderer/features/chat/state/fold-session-event'
import { withSessionView } from '@renderer/features/chat/state/fold-session-view'

/** What the UI would know of the conversation: its own folds, used as its session watcher uses them. */
export class UiCopy {
  readonly #sessionId: SessionId
  #data
  /** What came while a view was on its way; null while none is. */
  #held: SessionEvent[] | null = null

  constructor(sessionId: SessionId) {
    this.#sessionId = sessionId
    this.#data = withConversation(NO_CHAT_DATA, sessionId, {})
  }

  get messages(): readonly (Message | undefined)[] {
    return this.#conversation?.messageIds.map((id) => this.#data.messages[id]) ?? []
  }

  /** What is not settled: nothing of it once all is told. */
  get open() {
    const { live, queue, gap } = this.#conversation ?? {}
    return { live, queue, hasGap: gap !== null }
  }

  watching(): void {
    this.#held = []
  }

  take(view: SessionView): void {
    this.#data = (this.#held ?? []).reduce(withSessionEvent, withSessionView(this.#data, view))
    this.#held = null
  }

  fold(event: SessionEvent): void {
    this.#held?.push(event)
    this.#data = withSessionEvent(this.#data, event)
  }

  get #conversation() {
    return this.#data.conversations[this.#sessionId]
  }
}
