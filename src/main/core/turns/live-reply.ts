import type { SessionEvent } from '@shared/contract/events'
import type { WireError } from '@shared/contract/errors'
import type { MessageDetails } from '@shared/model/message-details'
import type { ToolCall } from '@shared/model/tool'
import type { LiveTurn, QueuePlace, TurnPhase } from '@shared/model/turn'
import { LiveThinking } from './live-thinking'

/** Text is gathered this long before it is sent; the first of it is sent at once. */
export const GATHER_MS = 33

/** Why a turn is ended from outside; the abort reason of its signal. */
export interface TurnStop {
  readonly status: 'stopped' | 'interrupted'
  readonly error: WireError | null
}

export interface LiveReplyDeps {
  readonly turn: LiveTurn
  /** Whose message it answers. */
  readonly person: string
  readonly publish: (event: SessionEvent) => void
  /** It begins or ends standing in the queue for its model. */
  readonly onQueued: (isQueued: boolean) => void
  readonly now: () => number
}

/** A reply while it is being made: its text so far, what of it was sent, and the switch that ends it. */
export class LiveReply {
  readonly abort = new AbortController()
  readonly person: string
  readonly #deps: LiveReplyDeps
  readonly #turn: LiveTurn
  readonly #thinking: LiveThinking
  #text = ''
  #toolCalls: readonly ToolCall[] = []
  #phase: TurnPhase = 'waiting'
  #phaseSince: number
  #place: QueuePlace | null = null
  #sent = 0
  #saved = 0
  #timer: NodeJS.Timeout | undefined
  #stop: TurnStop | null = null

  constructor(deps: LiveReplyDeps) {
    this.#deps = deps
    this.#turn = deps.turn
    this.#phaseSince = deps.turn.phaseSince
    this.#thinking = new LiveThinking(deps.now)
    this.person = deps.person
  }

  get text(): string {
    return this.#text
  }

  /** Oldest first. */
  get toolCalls(): readonly ToolCall[] {
    return this.#toolCalls
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
      phaseSince: this.#phaseSince,
      place: this.#place,
      text: this.#text,
      ...(thinking && { thinking }),
      ...(this.#toolCalls.length > 0 && { toolCalls: [...this.#toolCalls] }),
    }
  }

  /** What is kept of the reply besides its text. */
  get details(): MessageDetails {
    const thinking = this.#thinking.kept
    return {
      ...(thinking && { thinking }),
      ...(this.#toolCalls.length > 0 && { toolCalls: [...this.#toolCalls] }),
    }
  }

  stop(stop: TurnStop): void {
    this.#stop ??= stop
    this.abort.abort()
  }

  /** `place`: with `queued`, where it stands. */
  enterPhase(phase: TurnPhase, place: QueuePlace | null = null): void {
    if (phase === this.#phase && place === null) return
    this.#change(phase)
    this.#place = place
    this.#deps.publish({
      event: 'turn.phased',
      sessionId: this.#turn.sessionId,
      turnId: this.#turn.id,
      phase,
      since: this.#phaseSince,
      place,
    })
  }

  extend(text: string): void {
    if (text === '') return
    // Text that comes says by itself that the bot is answering: no second frame for the first token.
    if (this.#phase !== 'answering') this.#change('answering')
    this.#text += text
    const hasThought = this.#thinking.pause()
    this.#gather(hasThought || this.#sent === 0)
  }

  /** What the model thinks is told beside the text, and never becomes part of it. */
  think(text: string): void {
    if (text === '') return
    if (this.#phase !== 'answering') this.#change('answering')
    this.#gather(this.#thinking.add(text))
  }

  /** A call that is new, or has come further. The text before it goes out first, and the time it takes is not thinking. */
  showTool(call: ToolCall): void {
    const index = this.#toolCalls.findIndex(({ id }) => id === call.id)
    this.#toolCalls = index === -1 ? [...this.#toolCalls, call] : this.#toolCalls.with(index, call)
    this.#thinking.pause()
    this.#send()
    const { sessionId, id: turnId } = this.#turn
    this.#deps.publish({ event: 'turn.toolChanged', sessionId, turnId, call })
  }

  /** Sends what is left; nothing comes after. */
  finish(): void {
    clearTimeout(this.#timer)
    this.#thinking.pause()
    if (this.#phase === 'queued') this.#change('waiting')
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

  #change(phase: TurnPhase): void {
    if (phase === this.#phase) return
    if (phase === 'queued' || this.#phase === 'queued') this.#deps.onQueued(phase === 'queued')
    this.#phase = phase
    this.#phaseSince = this.#deps.now()
    this.#place = null
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
    if (thinking) this.#deps.publish({ event: 'turn.thought', sessionId, turnId, ...thinking })
    if (this.#sent === this.#text.length) return
    const offset = this.#sent
    this.#sent = this.#text.length
    this.#deps.publish({
      event: 'turn.extended',
      sessionId,
      turnId,
      offset,
      text: this.#text.slice(offset),
    })
  }
}
