import type { SessionEvent } from '@shared/contract/events'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { SessionView } from '@shared/model/session'

type TurnEvent = Exclude<
  SessionEvent,
  { event: 'message.added' | 'branch.switched' | 'notes.changed' }
>

/**
 * What one viewer knows of a conversation, kept as docs/protocol.md tells a stranger to keep it, and by nothing of the
 * product's own. `faults` are the rules it saw broken.
 */
export class ConversationCopy {
  readonly messages: Message[] = []
  readonly faults: string[] = []
  live: { readonly turnId: string; readonly text: string } | null = null
  queue: readonly string[] = []
  /** Something is missing: watch again. */
  hasGap = false
  readonly #sessionId: SessionId

  constructor(sessionId: SessionId) {
    this.#sessionId = sessionId
  }

  get lastSeq(): number {
    return this.messages.at(-1)?.seq ?? 0
  }

  /** The answer to `sessions.watch`. */
  take(view: SessionView): void {
    const [first] = view.messages
    if (view.reset) this.messages.splice(0, Infinity, ...(first ? [first] : []))
    const isWhole = view.messages.every((message) => this.#add(message))
    if (!isWhole) this.faults.push(`A view of ${this.#sessionId} has a gap.`)
    this.hasGap = false
    this.live = view.live && { turnId: view.live.id, text: view.live.text }
    this.queue = view.queue.map(({ id }) => id)
  }

  fold(event: SessionEvent): void {
    if (event.sessionId !== this.#sessionId) return
    if (event.event === 'branch.switched')
      this.faults.push('Another branch became visible, which nobody asked for.')
    else if (event.event === 'notes.changed') this.faults.push('Notes changed, which nobody wrote.')
    else if (event.event === 'message.added') this.#unqueue(event.message.turnId)
    else this.#foldTurn(event)
    if ('message' in event && !this.#add(event.message)) this.hasGap = true
  }

  #foldTurn(event: TurnEvent): void {
    switch (event.event) {
      case 'turn.thought':
      case 'turn.toolChanged':
        this.#mustBeLive(event.turnId)
        break
      case 'turn.queued':
        if (!this.queue.includes(event.turn.id)) this.queue = [...this.queue, event.turn.id]
        break
      case 'turn.withdrawn':
        this.#unqueue(event.turnId)
        break
      case 'turn.started':
        this.#unqueue(event.turn.id)
        this.live = { turnId: event.turn.id, text: event.turn.text }
        break
      case 'turn.phased':
        this.#mustBeLive(event.turnId)
        break
      case 'turn.extended':
        this.#extend(event.turnId, event.offset, event.text)
        break
      case 'turn.ended':
        this.#end(event.turnId, event.message)
        break
    }
  }

  #mustBeLive(turnId: string): void {
    if (this.live?.turnId !== turnId) this.hasGap = true
  }

  #unqueue(turnId: string | null): void {
    this.queue = this.queue.filter((id) => id !== turnId)
  }

  /** False where something is missing before it. */
  #add(message: Message): boolean {
    const known = this.messages.find(({ seq }) => seq === message.seq)
    if (known) {
      if (known.id !== message.id || known.text !== message.text)
        this.faults.push(`Number ${message.seq} was told twice, and differently.`)
      return true
    }
    // Lower ones lie before the newest page, which is all that was asked for.
    if (message.seq !== this.lastSeq + 1) return message.seq <= this.lastSeq
    if (this.messages.some(({ id }) => id === message.id))
      this.faults.push(`${message.id} was told under two numbers.`)
    this.messages.push(message)
    return true
  }

  #extend(turnId: string, offset: number, text: string): void {
    if (this.live?.turnId !== turnId || offset > this.live.text.length) this.hasGap = true
    else this.live = { turnId, text: this.live.text.slice(0, offset) + text }
  }

  #end(turnId: string, message: Message): void {
    const seen = this.live?.turnId === turnId ? this.live.text : ''
    if (!message.text.startsWith(seen))
      this.faults.push(`The live text of ${turnId} is no beginning of what was stored.`)
    if (this.live?.turnId === turnId) this.live = null
  }
}
