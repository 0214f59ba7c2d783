import type { SessionEvent } from '@shared/contract/events'
import type { WireError } from '@shared/contract/errors'
import type { ToolCall } from '@shared/model/tool'
import type { LiveTurn, QueuePlace, TurnPhase } from '@shared/model/turn'

/** Text is gathered this long before it is sent; the first of it is sent at once. */
export const GATHER_MS = 33

/** Why a turn is ended from outside; the abort reason of its signal. */
export interface TurnStop {
  readonly status: 'stopped' | 'interrupted'
  readonly error: WireError | null
}

export interface LiveReplyDeps {
  readonly turn: LiveTurn
  /** Whose message it answers, as `readerOf` names them. */
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
    const toolCalls = this.#toolCalls.length > 0 && { toolCalls: [...this.#toolCalls] }
    return {
      ...this.#turn,
      phase: this.#phase,
      phaseSince: this.#phaseSince,
      place: this.#place,
      text: this.#text,
      ...toolCalls,
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
    if (this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#send()
    }, GATHER_MS)
    if (this.#sent === 0) this.#send()
  }

  /** A call that is new, or has come further. The text before it goes out first. */
  showTool(call: ToolCall): void {
    const index = this.#toolCalls.findIndex(({ id }) => id === call.id)
    this.#toolCalls = index === -1 ? [...this.#toolCalls, call] : this.#toolCalls.with(index, call)
    this.#send()
    const { sessionId, id: turnId } = this.#turn
    this.#deps.publish({ event: 'turn.toolChanged', sessionId, turnId, call })
  }

  /** Sends what is left; nothing comes after. */
  finish(): void {
    clearTimeout(this.#timer)
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

  #send(): void {
    if (this.#sent === this.#text.length) return
    const offset = this.#sent
    this.#sent = this.#text.length
    const { sessionId, id } = this.#turn
    this.#deps.publish({
      event: 'turn.extended',
      sessionId,
      turnId: id,
      offset,
      text: this.#text.slice(offset),
    })
  }
}
