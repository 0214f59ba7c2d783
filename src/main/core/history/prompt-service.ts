import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { PromptMessage } from '../engines/engine'
import type { MessageStore } from '../storage/storage'
import { ContextWindow } from './context-window'

/** Messages read at a time while a window is filled; most conversations fit the first page. */
const PAGE = 50
/** Sessions whose windows are kept, a few tens of kilobytes each at most, so that a long talk is not read anew every turn. */
const MAX_WINDOWS = 200

/** What an engine is told of a conversation: the branch that leads to the message it is to answer. */
export class PromptService {
  readonly #messages: Pick<MessageStore, 'page'>
  /** The least recently used first. */
  readonly #windows = new Map<SessionId, ContextWindow>()

  constructor(messages: Pick<MessageStore, 'page'>) {
    this.#messages = messages
  }

  /** What an engine is to answer `message`, which a person said, from. */
  async build(instructions: string, message: Message): Promise<PromptMessage[]> {
    const kept = this.#windows.get(message.sessionId)
    const window = kept?.lastSeq === message.parentSeq ? kept : await this.#read(message)
    if (window === kept) window.addNewer(message)
    this.#keep(message.sessionId, window)
    return window.build(instructions)
  }

  /** A reply was stored. */
  replied(reply: Message): void {
    const window = this.#windows.get(reply.sessionId)
    if (window?.lastSeq === reply.parentSeq) window.addNewer(reply)
    else this.#windows.delete(reply.sessionId)
  }

  async #read(message: Message): Promise<ContextWindow> {
    const window = new ContextWindow()
    window.addOlder(message)
    const { sessionId, seq: through } = message
    let before = message.seq
    while (before > 1 && !window.full) {
      const { messages } = await this.#messages.page({ sessionId, through, before, limit: PAGE })
      for (const older of messages.toReversed()) window.addOlder(older)
      before = messages[0]?.seq ?? 1
    }
    return window
  }

  #keep(sessionId: SessionId, window: ContextWindow): void {
    this.#windows.delete(sessionId)
    this.#windows.set(sessionId, window)
    if (this.#windows.size <= MAX_WINDOWS) return
    const [oldest] = this.#windows.keys()
    if (oldest !== undefined) this.#windows.delete(oldest)
  }
}
