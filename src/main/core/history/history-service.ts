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

  /** What a viewer missed since `afterSeq`, or the newest page: see `SessionView`. */
  async catchUp(
    sessionId: string,
    afterSeq: number | undefined,
  ): Promise<Pick<SessionView, 'messages' | 'reset' | 'hasMore' | 'versions'>> {
    if (afterSeq !== undefined && (await this.#messages.isVisible(sessionId, afterSeq))) {
      const missed = await this.#messages.page({ sessionId, after: afterSeq, limit: MAX_CATCH_UP })
      if (!missed.hasMore) return { ...missed, reset: false }
    }
    return { ...(await this.#messages.page({ sessionId, limit: NEWEST_PAGE })), reset: true }
  }
}
