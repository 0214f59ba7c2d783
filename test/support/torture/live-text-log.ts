import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { StubbornSocket } from './stubborn-socket'
import type { Way } from './stubborn-socket'

/** The product's promise: text that came this long before the end of the process is stored. */
const PROMISE_MS = 250

interface Seen {
  readonly turnId: string
  readonly length: number
  /** Of `performance.now`. */
  readonly at: number
}

/**
 * When which live text was seen, and what of it has to survive a kill now. A slow machine may keep the controller from
 * running at all, so its own work is the clock: a question that it answered after the promise was due, and another one
 * after that, prove that its event loop went round in between, past everything that was due.
 */
export class LiveTextLog {
  readonly #sessionId: SessionId
  readonly #socket: StubbornSocket
  #seen: Seen[] = []
  /** Turns of processes that are gone. */
  readonly #over = new Set<string>()
  #isAsking = false
  /** What was due by then was done. */
  #provenAt = -Infinity

  constructor(sessionId: SessionId, way: Way) {
    this.#sessionId = sessionId
    // What was read late, after the kill, of what the last process said is not this one's to keep.
    this.#socket = new StubbornSocket({ way, onReady: () => (this.#seen = []) })
  }

  note(live: { readonly turnId: string; readonly text: string } | null): void {
    if (!live || this.#over.has(live.turnId)) return
    this.#seen.push({ turnId: live.turnId, length: live.text.length, at: performance.now() })
    if (!this.#isAsking) this.#ask()
  }

  /** To be called at the kill. Answers what is to be held against the stored replies. */
  take(): LiveTextProof {
    const seen = this.#seen
    const dueBefore = this.#provenAt - PROMISE_MS
    for (const { turnId } of seen) this.#over.add(turnId)
    this.#seen = []
    this.#provenAt = -Infinity
    return new LiveTextProof(seen, dueBefore, performance.now())
  }

  close(): Promise<void> {
    return this.#socket.close()
  }

  #ask(): void {
    const askedAt = performance.now()
    const over = (): void => void (this.#isAsking = false)
    const question = { sessionId: this.#sessionId }
    this.#isAsking = true
    this.#socket.ask('sessions.get', question, (first) => {
      if (!first) over()
      else
        this.#socket.ask('sessions.get', question, (second) => {
          if (second) this.#provenAt = askedAt
          over()
        })
    })
  }
}

export class LiveTextProof {
  readonly #seen: readonly Seen[]
  readonly #dueBefore: number
  readonly #killedAt: number

  constructor(seen: readonly Seen[], dueBefore: number, killedAt: number) {
    this.#seen = seen
    this.#dueBefore = dueBefore
    this.#killedAt = killedAt
  }

  /** Texts that had to be stored and are not, by the replies there are. */
  missing(replies: readonly Message[]): readonly Seen[] {
    return this.#lost(replies).filter(({ at }) => at <= this.#dueBefore)
  }

  /** How old, in milliseconds, the oldest text was that got lost; 0 where none did. */
  oldestLostMs(replies: readonly Message[]): number {
    return Math.max(0, ...this.#lost(replies).map(({ at }) => this.#killedAt - at))
  }

  /** How much of what was seen had to be stored. */
  get dueCount(): number {
    return this.#seen.filter(({ at }) => at <= this.#dueBefore).length
  }

  #lost(replies: readonly Message[]): readonly Seen[] {
    const lengths = new Map(replies.map(({ turnId, text }) => [turnId, text.length]))
    return this.#seen.filter(({ turnId, length }) => length > (lengths.get(turnId) ?? -1))
  }
}
