import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { PromptMessage } from '../engines/engine'
import type { MessageStore } from '../storage/storage'
import { ContextWindow } from './context-window'

/** Messages read at a time while a window is filled; most conversations fit the first page. */
const PAGE = 50
/**
 * How much the windows that are kept hold together, in estimated tokens: some ten megabytes of text. Windows are kept so
 * that a talk is not read anew every turn; a thousand people who just began fit as well as five hundred in long talks.
 */
const MAX_KEPT_TOKENS = 2_000_000
/** What a window costs besides its text, so that those of empty talks count as well. */
const TOKENS_PER_WINDOW = 100

/** What an engine is told of a conversation: the branch that leads to the message it is to answer. */
export class PromptService {
  readonly #messages: Pick<MessageStore, 'page'>
  /** The least recently used first. */
  readonly #windows = new Map<SessionId, ContextWindow>()
  #keptTokens = 0

  constructor(messages: Pick<MessageStore, 'page'>) {
    this.#messages = messages
  }

  /** What an engine is to answer `message`, which a person said, from. */
  async build(instructions: string, message: Message): Promise<PromptMessage[]> {
    const kept = this.#windows.get(message.sessionId)
    if (kept) this.#forget(message.sessionId, kept)
    const window = kept?.lastSeq === message.parentSeq ? kept : await this.#read(message)
    if (window === kept) window.addNewer(message)
    this.#keep(message.sessionId, window)
    return window.build(instructions)
  }

  /** A reply was stored. */
  replied(reply: Message): void {
    const window = this.#windows.get(reply.sessionId)
    if (!window) return
    this.#forget(reply.sessionId, window)
    if (window.lastSeq !== reply.parentSeq) return
    window.addNewer(reply)
    this.#keep(reply.sessionId, window)
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
    const other = this.#windows.get(sessionId)
    if (other) this.#forget(sessionId, other)
    this.#windows.set(sessionId, window)
    this.#keptTokens += window.cost + TOKENS_PER_WINDOW
    for (const [oldestId, oldest] of this.#windows) {
      if (this.#keptTokens <= MAX_KEPT_TOKENS) return
      this.#forget(oldestId, oldest)
    }
  }

  /** A window is out of the count while it changes. */
  #forget(sessionId: SessionId, window: ContextWindow): void {
    this.#windows.delete(sessionId)
    this.#keptTokens -= window.cost + TOKENS_PER_WINDOW
  }
}
