import { AppError } from '@shared/contract/app-error'
import type { MessageId, SessionId } from '@shared/model/ids'
import type { ChatHost } from './chat-host'
import { withConversation } from './chat-data'
import { withAround, withEarlier, withLater } from './fold-session-view'

const PAGE = 50
/** Either side of a message somebody jumps to: more than fills a tall window. */
const AROUND = 30

/** Reads the pages of a conversation that lie beyond what is here. */
export class PageLoader {
  readonly #host: ChatHost

  constructor(host: ChatHost) {
    this.#host = host
  }

  async loadEarlier(sessionId: SessionId): Promise<void> {
    const { messageIds, hasEarlier, earlier } = this.#host.conversation(sessionId)
    const first = this.#host.state().chat.messages[messageIds[0] ?? '']
    if (first === undefined || !hasEarlier || earlier === 'loading') return
    this.#host.change(sessionId, () => ({ earlier: 'loading' }))
    try {
      const page = await this.#host.api.call('messages.list', {
        sessionId,
        before: first.seq,
        limit: PAGE,
      })
      // A page that no longer meets what is known belongs to a state that was replaced meanwhile.
      const isNext = this.#host.conversation(sessionId).messageIds[0] === first.id
      this.#host.fold((chat) =>
        isNext
          ? withEarlier(chat, sessionId, page)
          : withConversation(chat, sessionId, { earlier: 'idle' }),
      )
    } catch (error) {
      this.#host.change(sessionId, () => ({ earlier: 'failed' }))
      if (!(error instanceof AppError)) throw error
    }
  }

  async loadLater(sessionId: SessionId): Promise<void> {
    const { messageIds, hasLater, later } = this.#host.conversation(sessionId)
    const last = this.#host.state().chat.messages[messageIds.at(-1) ?? '']
    if (last === undefined || !hasLater || later === 'loading') return
    this.#host.change(sessionId, () => ({ later: 'loading' }))
    try {
      const page = await this.#host.api.call('messages.list', {
        sessionId,
        after: last.seq,
        limit: PAGE,
      })
      const isNext = this.#host.conversation(sessionId).messageIds.at(-1) === last.id
      this.#host.fold((chat) =>
        isNext
          ? withLater(chat, sessionId, page)
          : withConversation(chat, sessionId, { later: 'idle' }),
      )
    } catch (error) {
      this.#host.change(sessionId, () => ({ later: 'failed' }))
      if (!(error instanceof AppError)) throw error
    }
  }

  /** Where the message is here already, nothing is read. Rejects with `AppError`. */
  async loadAround(sessionId: SessionId, messageId: MessageId, seq: number): Promise<void> {
    if (this.#host.conversation(sessionId).messageIds.includes(messageId)) return
    const { api } = this.#host
    const [before, after] = await Promise.all([
      api.call('messages.list', { sessionId, before: seq + 1, limit: AROUND }),
      api.call('messages.list', { sessionId, after: seq, limit: AROUND }),
    ])
    this.#host.fold((chat) => withAround(chat, sessionId, before, after))
  }
}
