import { AppError } from '@shared/contract/app-error'
import type { MessageId, SessionId } from '@shared/model/ids'
import type { MessagePage } from '@shared/model/session'
import type { ChatHost } from './chat-host'
import { withAround, withEarlier, withLater } from './fold-session-view'
import { slicesOf } from './page-slices'
import type { Side } from './page-slices'

const PAGE = 50
/** Either side of a message somebody jumps to: more than fills a tall window. */
const AROUND = 30

/** The messages up to one and those after it. */
export interface Around {
  readonly before: MessagePage
  readonly after: MessagePage
}

/** Reads the pages of a conversation that lie beyond what is here, and puts them in without holding up the page. */
export class PageLoader {
  readonly #host: ChatHost

  constructor(host: ChatHost) {
    this.#host = host
  }

  /** Reads the next page on one side. A failure is told by the conversation's `earlier` or `later`. */
  async load(sessionId: SessionId, side: Side): Promise<void> {
    const session = this.#host.conversation(sessionId)
    const edge = this.#host.state().chat.messages[this.#edgeOf(sessionId, side) ?? '']
    const hasMore = side === 'earlier' ? session.hasEarlier : session.hasLater
    if (edge === undefined || !hasMore || session[side] === 'loading') return
    this.#host.change(sessionId, () => ({ [side]: 'loading' }))
    try {
      const page = await this.#host.api.call('messages.list', {
        sessionId,
        ...(side === 'earlier' ? { before: edge.seq } : { after: edge.seq }),
        limit: PAGE,
      })
      await this.putIn(sessionId, side, edge.id, slicesOf(page, side))
      this.#host.change(sessionId, () => ({ [side]: 'idle' }))
    } catch (error) {
      this.#host.change(sessionId, () => ({ [side]: 'failed' }))
      if (!(error instanceof AppError)) throw error
    }
  }

  /** Adds a page to what is here, where that still ends with `edgeId`: piece by piece, and the page may paint between. */
  async putIn(
    sessionId: SessionId,
    side: Side,
    edgeId: MessageId | undefined,
    slices: readonly MessagePage[],
  ): Promise<void> {
    let edge = edgeId
    for (const slice of slices) {
      // A page that no longer meets what is known belongs to a state that was replaced meanwhile.
      if (this.#edgeOf(sessionId, side) !== edge) return
      const fold = side === 'earlier' ? withEarlier : withLater
      this.#host.foldWithin(sessionId, (chat) => fold(chat, sessionId, slice))
      edge = slice.messages.at(side === 'earlier' ? 0 : -1)?.id
      await nextTask()
    }
  }

  /** Rejects with `AppError`. `seq` 0 reads the beginning. */
  async readAround(sessionId: SessionId, seq: number): Promise<Around> {
    const { api } = this.#host
    const [before, after] = await Promise.all([
      api.call('messages.list', { sessionId, before: seq + 1, limit: AROUND }),
      api.call('messages.list', { sessionId, after: seq, limit: AROUND }),
    ])
    return { before, after }
  }

  /** Shows them in place of what was here: those in the middle when this returns, all when it resolves. */
  async putAround(sessionId: SessionId, { before, after }: Around): Promise<void> {
    const [nearBefore = EMPTY_PAGE, ...restBefore] = slicesOf(before, 'earlier')
    const [nearAfter = EMPTY_PAGE, ...restAfter] = slicesOf(after, 'later')
    this.#host.fold((chat) => withAround(chat, sessionId, nearBefore, nearAfter))
    const [first, last] = [this.#edgeOf(sessionId, 'earlier'), this.#edgeOf(sessionId, 'later')]
    await nextTask()
    await this.putIn(sessionId, 'later', last, restAfter)
    await this.putIn(sessionId, 'earlier', first, restBefore)
  }

  #edgeOf(sessionId: SessionId, side: Side): MessageId | undefined {
    return this.#host.conversation(sessionId).messageIds.at(side === 'earlier' ? 0 : -1)
  }
}

const EMPTY_PAGE: MessagePage = { messages: [], hasMore: false, versions: {} }

/** Lets the page paint and take input. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve)
  })
}
