import type { MessagePage, SessionView } from '@shared/model/session'
import type { MessageQuery, MessageStore } from '../storage/storage'

/** A viewer that missed more than this many messages starts again from the newest page. */
export const MAX_CATCH_UP = 200
const NEWEST_PAGE = 50

export class HistoryService {
  readonly #messages: MessageStore

  constructor(messages: MessageStore) {
    this.#messages = messages
  }

  page(query: MessageQuery): Promise<MessagePage> {
    return this.#messages.page(query)
  }

  /** What a viewer missed since `afterSeq`, or the newest page where it has nothing or missed too much. */
  async catchUp(
    sessionId: string,
    afterSeq: number | undefined,
  ): Promise<Pick<SessionView, 'messages' | 'reset' | 'hasMore'>> {
    if (afterSeq !== undefined) {
      const missed = await this.#messages.page({ sessionId, after: afterSeq, limit: MAX_CATCH_UP })
      if (!missed.hasMore) return { messages: missed.messages, reset: false, hasMore: false }
    }
    const newest = await this.#messages.page({ sessionId, limit: NEWEST_PAGE })
    return { messages: newest.messages, reset: true, hasMore: newest.hasMore }
  }
}
