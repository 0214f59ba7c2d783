import { toWireError } from '@shared/contract/app-error'
import type { ErrorCode, WireError } from '@shared/contract/errors'
import type { ClientMessageId, SessionId } from '@shared/model/ids'
import { newId } from '@shared/model/new-id'
import type { PendingSend } from './chat-data'
import type { ChatHost } from './chat-host'

/** Refusals that the same text may get past later; after any other the text goes back to where it was written. */
const MAY_HEAL: ReadonlySet<ErrorCode> = new Set([
  'conflict',
  'rate_limited',
  'internal',
  'unauthenticated',
  'engine_unavailable',
  'engine_busy',
])

/** Sends what people say: shown at once, one after the other, and never twice however often it is tried. */
export class Outbox {
  readonly #host: ChatHost
  readonly #delivering = new Set<SessionId>()

  constructor(host: ChatHost) {
    this.#host = host
  }

  async send(sessionId: SessionId, text: string): Promise<void> {
    const now = Date.now()
    const pending: PendingSend = {
      clientMessageId: newId(now),
      text,
      createdAt: now,
      state: 'waiting',
      error: null,
    }
    this.#host.change(sessionId, (session) => ({ pending: [...session.pending, pending] }))
    await this.#deliver(sessionId)
  }

  /** The same message once more, under the same id: where the first try did arrive, nothing is said twice. */
  async resend(sessionId: SessionId, id: ClientMessageId): Promise<void> {
    this.#mark(sessionId, id, 'waiting', null)
    await this.#deliver(sessionId)
  }

  /** Forgets a message that was not sent, and answers its text. */
  remove(sessionId: SessionId, id: ClientMessageId): string {
    const found = this.#host
      .conversation(sessionId)
      .pending.find((one) => one.clientMessageId === id)
    this.#host.change(sessionId, (session) => ({
      pending: session.pending.filter((one) => one.clientMessageId !== id),
    }))
    return found?.text ?? ''
  }

  /** Sends what waited for the connection, in every conversation. */
  async flush(): Promise<void> {
    const sessionIds = Object.keys(this.#host.state().chat.conversations)
    await Promise.all(sessionIds.map((sessionId) => this.#deliver(sessionId)))
  }

  async #deliver(sessionId: SessionId): Promise<void> {
    if (this.#delivering.has(sessionId)) return
    this.#delivering.add(sessionId)
    try {
      for (let next = this.#next(sessionId); next !== undefined; next = this.#next(sessionId)) {
        await this.#sendOne(sessionId, next)
      }
    } finally {
      this.#delivering.delete(sessionId)
    }
  }

  #next(sessionId: SessionId): PendingSend | undefined {
    if (!this.#host.isOnline()) return undefined
    return this.#host.conversation(sessionId).pending.find(({ state }) => state === 'waiting')
  }

  async #sendOne(sessionId: SessionId, { clientMessageId, text }: PendingSend): Promise<void> {
    this.#mark(sessionId, clientMessageId, 'sending', null)
    try {
      await this.#host.api.call('messages.send', { sessionId, clientMessageId, text })
      this.#mark(sessionId, clientMessageId, 'sent', null)
    } catch (error) {
      this.#refused(sessionId, clientMessageId, toWireError(error))
    }
  }

  #refused(sessionId: SessionId, id: ClientMessageId, error: WireError): void {
    if (error.code === 'internal' && !this.#host.isOnline()) {
      this.#mark(sessionId, id, 'waiting', null)
    } else if (MAY_HEAL.has(error.code)) {
      this.#mark(sessionId, id, 'failed', error)
    } else {
      this.#giveBack(sessionId, this.remove(sessionId, id))
      this.#host.state().toast({ text: error.message, kind: 'error' })
    }
  }

  #giveBack(sessionId: SessionId, text: string): void {
    const draft = this.#host.state().drafts[sessionId] ?? ''
    this.#host.state().setDraft(sessionId, draft === '' ? text : `${text}\n\n${draft}`)
  }

  #mark(
    sessionId: SessionId,
    id: ClientMessageId,
    state: PendingSend['state'],
    error: WireError | null,
  ): void {
    this.#host.change(sessionId, (session) => ({
      pending: session.pending.map((one) =>
        one.clientMessageId === id ? { ...one, state, error } : one,
      ),
    }))
  }
}
