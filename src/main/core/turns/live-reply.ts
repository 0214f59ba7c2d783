import type { SessionEvent } from '@shared/contract/events'
import type { WireError } from '@shared/contract/errors'
import type { MessageDetails } from '@shared/model/message-details'
import type { LiveTurn, TurnPhase } from '@shared/model/turn'
import { LiveThinking } from './live-thinking'

/** Text is gathered this long before it is sent; the first of it is sent at once. */
export const GATHER_MS = 33

/** Why a turn is ended from outside; the abort reason of its signal. */
export interface TurnStop {
  readonly status: 'stopped' | 'interrupted'
  readonly error: WireError | null
}

/** A reply while it is being made: its text so far, what of it was sent, and the switch that ends it. */
export class LiveReply {
  readonly abort = new AbortController()
  readonly #publish: (event: SessionEvent) => void
  readonly #turn: LiveTurn
  readonly #thinking: LiveThinking
  #text = ''
  #phase: TurnPhase = 'waiting'
  #sent = 0
  #saved = 0
  #timer: NodeJS.Timeout | undefined
  #stop: TurnStop | null = null

  constructor(turn: LiveTurn, publish: (event: SessionEvent) => void, now: () => number) {
    this.#turn = turn
    this.#publish = publish
    this.#thinking = new LiveThinking(now)
  }

  get text(): string {
    return this.#text
  }

  /** Set once somebody ended it. */
  get stopped(): TurnStop | null {
    return this.#stop
  }

  get turn(): LiveTurn {
    const thinking = this.#thinking.soFar
    return {
      ...this.#turn,
      phase: this.#phase,
      text: this.#text,
      ...(thinking && { thinking }),
    }
  }

  /** What is kept of the reply besides its text. */
  get details(): MessageDetails {
    const thinking = this.#thinking.kept
    return thinking ? { thinking } : {}
  }

  stop(stop: TurnStop): void {
    this.#stop ??= stop
    this.abort.abort()
  }

  enterPhase(phase: TurnPhase): void {
    if (phase === this.#phase) return
    this.#phase = phase
    this.#publish({
      event: 'turn.phased',
      sessionId: this.#turn.sessionId,
      turnId: this.#turn.id,
      phase,
    })
  }

  extend(text: string): void {
    if (text === '') return
    // Text that comes says by itself that the bot is answering: no second frame for the first token.
    this.#phase = 'answering'
    this.#text += text
    const hasThought = this.#thinking.pause()
    this.#gather(hasThought || this.#sent === 0)
  }

  /** What the model thinks is told beside the text, and never becomes part of it. */
  think(text: string): void {
    if (text === '') return
    this.#phase = 'answering'
    this.#gather(this.#thinking.add(text))
  }

  /** Sends what is left; nothing comes after. */
  finish(): void {
    clearTimeout(this.#timer)
    this.#thinking.pause()
    this.#send()
  }

  /** The text, where it grew since the last call. */
  takeUnsaved(): string | null {
    if (this.#text.length === this.#saved) return null
    this.#saved = this.#text.length
    return this.#text
  }

  /** What was taken last did not get stored. */
  takeAgain(): void {
    this.#saved = 0
  }

  #gather(sendsNow: boolean): void {
    if (sendsNow) this.#send()
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#send()
    }, GATHER_MS)
  }

  #send(): void {
    const { sessionId, id: turnId } = this.#turn
    const thinking = this.#thinking.takeUntold()
    if (thinking) this.#publish({ event: 'turn.thought', sessionId, turnId, ...thinking })
    if (this.#sent === this.#text.length) return
    const offset = this.#sent
    this.#sent = this.#text.length
    this.#publish({
      event: 'turn.extended',
      sessionId,
      turnId,
      offset,
      text: this.#text.slice(offset),
    })
  }
}
