import type { Message } from '@shared/model/message'
import type { ToldMessage } from '../engines/engine'
import { estimateMessage } from './estimate-message'
import { isTold } from './is-told'

/**
 * When a conversation outgrows what may be told, so much of that is filled anew: the beginning then stays the same for many
 * turns, and the engine need not read all of it again in each of them. A share of the budget.
 */
const FILL_AFTER_CUT = 0.75

/** As the engine gets it, made once: a long talk is told again in every turn. */
interface Told {
  readonly seq: number
  readonly message: ToldMessage
  /** Told only because it is pinned: it is part of no turn. */
  readonly isApart: boolean
  /** In estimated tokens. */
  readonly cost: number
}
interface Turn {
  readonly said: Told
  reply: Told | null
}

/** What of a conversation is told. */
export interface Selection {
  readonly messages: readonly ToldMessage[]
  /** In estimated tokens. */
  readonly cost: number
  /** The `seq` of the oldest turn that is told; 0 where that is the first one. */
  readonly fromSeq: number
}

/**
 * The newest whole turns of a session, as many as were asked for, and the pinned messages before them. A turn (a person's
 * message with its reply) is told whole or not at all; the newest one always is. Messages are those of one branch; a reply
 * that never got to any text is not part of it. It is read backwards once (`addOlder`) and then grows with the session
 * (`addNewer`).
 */
export class ContextWindow {
  readonly #capacity: number
  /** In the order of `seq`. */
  readonly #pins: readonly Told[]
  /** Oldest first. */
  readonly #turns: Turn[] = []
  /** Read backwards, a reply comes before the message it answers. */
  #reply: Told | null = null
  #cost = 0
  #full = false
  #lastSeq = 0
  /** Where the last selection began: it stays there for as long as that fits. */
  #anchorSeq = 0

  /** `capacity`: how much it holds, in estimated tokens. `pinned`: messages of this branch, oldest first. */
  constructor(capacity: number, pinned: readonly Message[] = []) {
    this.#capacity = capacity
    this.#pins = pinned.filter(({ text }) => text !== '').map(toTold)
  }

  /** Nothing older fits. */
  get full(): boolean {
    return this.#full
  }

  /** Estimated tokens of all that it holds. */
  get cost(): number {
    return this.#cost
  }

  get pinsCost(): number {
    return this.#pins.reduce((sum, { cost }) => sum + cost, 0)
  }

  /** The number of the newest message it knows of. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  /** The message before all that were added. */
  addOlder(message: Message): void {
    this.#lastSeq = Math.max(this.#lastSeq, message.seq)
    if (this.#full) return
    if (!isTold(message)) this.#reply = null
    else if (message.author === 'person') this.#addOlderTurn(message)
    else this.#reply = message.text === '' ? null : toTold(message)
  }

  /** The message after all that were added. */
  addNewer(message: Message): void {
    this.#lastSeq = message.seq
    if (!isTold(message)) return
    if (message.author === 'person') {
      const turn: Turn = { said: toTold(message), reply: null }
      this.#turns.push(turn)
      this.#cost += turn.said.cost
    } else {
      this.#setNewestReply(message)
    }
    while (this.#cost > this.#capacity && this.#turns.length > 1) this.#dropOldest()
  }

  /** The turns that fit the budget, oldest first; the last one is what to answer, so without any reply it has. */
  select(budget: number): Selection {
    const first = this.#firstFor(budget)
    const from = this.#turns[first]?.said.seq ?? 0
    this.#anchorSeq = from
    const told = this.#pins.filter(({ seq, isApart }) => isApart || seq < from)
    const newest = this.#turns.at(-1)
    for (const turn of this.#turns.slice(first)) {
      told.push(turn.said)
      if (turn.reply && turn !== newest) told.push(turn.reply)
    }
    const isAll = first === 0 && !this.#full
    return {
      messages: told.map(({ message }) => message),
      cost: told.reduce((sum, { cost }) => sum + cost, 0),
      fromSeq: isAll ? 0 : from,
    }
  }

  /** Whether more than it holds could be told, and was said. */
  wantsMore(budget: number): boolean {
    return this.#full && this.#capacity < budget
  }

  #firstFor(budget: number): number {
    const anchor = this.#turns.findIndex(({ said }) => said.seq === this.#anchorSeq)
    const fitting = this.#oldestWithin(budget)
    // Nothing was cut yet, and nothing need be.
    if (fitting === 0 && !this.#full) return 0
    if (anchor >= fitting) return anchor
    return this.#oldestWithin(budget * FILL_AFTER_CUT)
  }

  /** Pins count only where they are told apart from the turns. */
  #oldestWithin(budget: number): number {
    let first = this.#turns.length - 1
    let cost = this.pinsCost + (this.#turns[first]?.said.cost ?? 0)
    let fitting = first
    while (first > 0) {
      first -= 1
      const turn = this.#turns[first]
      if (!turn) break
      cost += costOf(turn) - this.#pinnedIn(turn)
      if (cost > budget) break
      fitting = first
    }
    return Math.max(fitting, 0)
  }

  #pinnedIn({ said, reply }: Turn): number {
    if (this.#pins.length === 0) return 0
    return this.#pins
      .filter(({ seq }) => seq === said.seq || seq === reply?.seq)
      .reduce((sum, { cost }) => sum + cost, 0)
  }

  #addOlderTurn(message: Message): void {
    const isNewest = this.#turns.length === 0
    const turn: Turn = { said: toTold(message), reply: isNewest ? null : this.#reply }
    this.#reply = null
    const cost = costOf(turn)
    if (!isNewest && this.#cost + cost > this.#capacity) {
      this.#full = true
      return
    }
    this.#turns.unshift(turn)
    this.#cost += cost
  }

  #setNewestReply(message: Message): void {
    const newest = this.#turns.at(-1)
    if (newest?.said.seq !== message.parentSeq || message.text === '') return
    this.#cost -= costOf(newest)
    newest.reply = toTold(message)
    this.#cost += costOf(newest)
  }

  #dropOldest(): void {
    const oldest = this.#turns.shift()
    if (oldest) this.#cost -= costOf(oldest)
    this.#full = true
  }
}

function costOf({ said, reply }: Turn): number {
  return said.cost + (reply?.cost ?? 0)
}

function toTold(message: Message): Told {
  const { seq, author, text, details } = message
  const attachments = details?.attachments
  return {
    seq,
    message: {
      role: author === 'person' ? 'user' : 'assistant',
      content: text,
      ...(attachments && { attachments }),
    },
    isApart: !isTold(message),
    cost: estimateMessage(message),
  }
}
