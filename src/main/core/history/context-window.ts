import type { Message } from '@shared/model/message'
import type { PromptMessage } from '../engines/engine'
import { estimateTokens } from './estimate-tokens'

/** How much of a conversation an engine is reminded of, in estimated tokens, instructions not counted. */
export const CONTEXT_BUDGET_TOKENS = 4_000

/** As the engine gets them, made once: a long talk is told again in every turn. */
interface Turn {
  readonly seq: number
  readonly said: PromptMessage
  readonly saidCost: number
  reply: PromptMessage | null
  cost: number
}

/**
 * The newest whole turns of a session that fit the budget. A turn (a person's message with its reply) is in it whole or
 * not at all; the newest one always is. Messages are those of one branch; a reply that never got to any text is not part
 * of it. It is read backwards once (`addOlder`) and then grows with the session (`addNewer`).
 */
export class ContextWindow {
  readonly #budget: number
  /** Oldest first. */
  readonly #turns: Turn[] = []
  /** Read backwards, a reply comes before the message it answers. */
  #reply: string | null = null
  #cost = 0
  #full = false
  #lastSeq = 0

  constructor(budget = CONTEXT_BUDGET_TOKENS) {
    this.#budget = budget
  }

  /** Nothing older fits. */
  get full(): boolean {
    return this.#full
  }

  /** Estimated tokens of all that it holds. */
  get cost(): number {
    return this.#cost
  }

  /** The number of the newest message it knows of. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  /** The message before all that were added. */
  addOlder(message: Message): void {
    this.#lastSeq = Math.max(this.#lastSeq, message.seq)
    if (this.#full) return
    if (message.author === 'person') this.#addOlderTurn(message)
    else this.#reply = message.text === '' ? null : message.text
  }

  /** The message after all that were added. */
  addNewer(message: Message): void {
    this.#lastSeq = message.seq
    if (message.author === 'person') {
      const turn = toTurn(message, null)
      this.#turns.push(turn)
      this.#cost += turn.cost
    } else {
      this.#setNewestReply(message)
    }
    while (this.#cost > this.#budget && this.#turns.length > 1) this.#dropOldest()
  }

  /** Instructions first, then the turns, oldest first; the last one is what to answer, so without any reply it has. */
  build(instructions: string): PromptMessage[] {
    const prompt: PromptMessage[] = []
    if (instructions.trim() !== '') prompt.push({ role: 'system', content: instructions })
    const newest = this.#turns.at(-1)
    for (const turn of this.#turns) {
      prompt.push(turn.said)
      if (turn.reply !== null && turn !== newest) prompt.push(turn.reply)
    }
    return prompt
  }

  #addOlderTurn(message: Message): void {
    const isNewest = this.#turns.length === 0
    const turn = toTurn(message, isNewest ? null : this.#reply)
    this.#reply = null
    if (!isNewest && this.#cost + turn.cost > this.#budget) {
      this.#full = true
      return
    }
    this.#turns.unshift(turn)
    this.#cost += turn.cost
  }

  #setNewestReply(message: Message): void {
    const newest = this.#turns.at(-1)
    if (newest?.seq !== message.parentSeq || message.text === '') return
    this.#cost -= newest.cost
    newest.reply = { role: 'assistant', content: message.text }
    newest.cost = newest.saidCost + estimateTokens(message.text)
    this.#cost += newest.cost
  }

  #dropOldest(): void {
    this.#cost -= this.#turns.shift()?.cost ?? 0
    this.#full = true
  }
}

function toTurn({ seq, text }: Message, reply: string | null): Turn {
  const saidCost = estimateTokens(text)
  return {
    seq,
    said: { role: 'user', content: text },
    saidCost,
    reply: reply === null ? null : { role: 'assistant', content: reply },
    cost: saidCost + (reply === null ? 0 : estimateTokens(reply)),
  }
}
