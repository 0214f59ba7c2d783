import { toWireError } from '@shared/contract/app-error'
import type { ErrorCode, WireError } from '@shared/contract/errors'
import type { ClientMessageId, MessageId, SessionId } from '@shared/model/ids'
import type { AskedFormat, Attachment } from '@shared/model/message-details'
import { newId } from '@shared/model/new-id'
import { textOfFormat } from '../../../ui/reply-format'
import type { PendingSend, SessionData } from './chat-data'
import { NEW_SESSION_DATA } from './chat-data'
import type { ChatHost } from './chat-host'
import { formatKeyOf } from './format-draft'
import type { UnsentStorage } from './unsent-storage'

/** Refusals that the same text may get past later; after any other the text goes back to where it was written. */
const MAY_HEAL: ReadonlySet<ErrorCode> = new Set([
  'conflict',
  'rate_limited',
  'internal',
  'unauthenticated',
  'engine_unavailable',
  'engine_busy',
])

/** What goes with the text of a message. */
export interface SentAlong {
  /** A message that this is another version of. */
  readonly replaces?: MessageId | undefined
  readonly attachments?: readonly Attachment[] | undefined
  readonly format?: AskedFormat | undefined
}

/** Sends what people say: shown at once, one after the other, and never twice however often it is tried. */
export class Outbox {
  readonly #host: ChatHost
  readonly #unsent: UnsentStorage
  readonly #delivering = new Set<SessionId>()
  /** What an earlier page left unsent: it may have arrived, and be told of long before what this page sees. */
  readonly #restored = new Set<ClientMessageId>()

  constructor(host: ChatHost, unsent: UnsentStorage) {
    this.#host = host
    this.#unsent = unsent
  }

  /** What was said before the page was loaded again, and not taken then. */
  restore(): Readonly<Record<SessionId, SessionData>> {
    const conversations: Record<SessionId, SessionData> = {}
    for (const { sessionId, pending } of this.#unsent.read()) {
      const before = conversations[sessionId] ?? NEW_SESSION_DATA
      conversations[sessionId] = { ...before, pending: [...before.pending, pending] }
      this.#restored.add(pending.clientMessageId)
    }
    return conversations
  }

  async send(
    sessionId: SessionId,
    text: string,
    { replaces, attachments = [], format }: SentAlong = {},
  ): Promise<void> {
    const now = Date.now()
    const pending: PendingSend = {
      clientMessageId: newId(now),
      text,
      ...(replaces === undefined ? {} : { replaces }),
      ...(attachments.length === 0 ? {} : { attachments }),
      ...(format === undefined ? {} : { format }),
      createdAt: now,
      state: 'waiting',
      error: null,
    }
    this.#unsent.put(sessionId, pending)
    this.#host.change(sessionId, (session) => ({ pending: [...session.pending, pending] }))
    await this.#deliver(sessionId)
  }

  /** The same message once more, under the same id: where the first try did arrive, nothing is said twice. */
  async resend(sessionId: SessionId, id: ClientMessageId): Promise<void> {
    this.#mark(sessionId, id, 'waiting', null)
    await this.#deliver(sessionId)
  }

  /** Forgets a message that was not sent, and answers what it was. */
  remove(sessionId: SessionId, id: ClientMessageId): PendingSend | undefined {
    const found = this.#host
      .conversation(sessionId)
      .pending.find((one) => one.clientMessageId === id)
    this.#unsent.delete(id)
    this.#host.change(sessionId, (session) => ({
      pending: session.pending.filter((one) => one.clientMessageId !== id),
    }))
    return found
  }

  /** Sends what waited for the connection, in every conversation. */
  async flush(): Promise<void> {
    this.#forgetWhatWasTold()
    const sessionIds = Object.keys(this.#host.state().chat.conversations)
    await Promise.all(sessionIds.map((sessionId) => this.#deliver(sessionId)))
  }

  /** A conversation that was brought up to date may show what an earlier page left here. */
  #forgetWhatWasTold(): void {
    for (const { sessionId, pending } of this.#unsent.read()) {
      const { clientMessageId } = pending
      const known = this.#host.conversation(sessionId).pending
      const isHere = known.some((one) => one.clientMessageId === clientMessageId)
      if (!isHere && this.#restored.has(clientMessageId)) this.#unsent.delete(clientMessageId)
    }
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

  async #sendOne(sessionId: SessionId, pending: PendingSend): Promise<void> {
    const { clientMessageId, text, replaces, attachments, format } = pending
    this.#mark(sessionId, clientMessageId, 'sending', null)
    try {
      // Nobody waits a moment longer for anything else.
      const isCommand = text.startsWith('!') && !attachments && (await this.#mayRun())
      await this.#host.api.call('messages.send', {
        ...{ sessionId, clientMessageId, text },
        ...(replaces === undefined ? {} : { replaces }),
        ...(attachments && { attachments: attachments.map(({ hash }) => hash) }),
        ...(isCommand ? { program: true } : format && { format }),
      })
      this.#unsent.delete(clientMessageId)
      if (this.#restored.has(clientMessageId)) this.remove(sessionId, clientMessageId)
      else this.#mark(sessionId, clientMessageId, 'sent', null)
    } catch (error) {
      this.#refused(sessionId, clientMessageId, toWireError(error))
    }
  }

  /** A text that begins with `!` is a command only for those who may run any. */
  async #mayRun(): Promise<boolean> {
    return (await this.#host.api.call('programs.mine', {})).programs.length > 0
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

  #giveBack(sessionId: SessionId, removed: PendingSend | undefined): void {
    if (removed === undefined) return
    const { text, attachments = [], format } = removed
    const state = this.#host.state()
    const parts = [text, state.drafts[sessionId] ?? ''].filter((part) => part !== '')
    state.setDraft(sessionId, parts.join('\n\n'))
    state.setDraft(formatKeyOf(sessionId), textOfFormat(format))
    state.giveBackPictures(sessionId, attachments)
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
    const { pending } = this.#host.conversation(sessionId)
    const marked = pending.find((one) => one.clientMessageId === id)
    if (state === 'failed' && marked !== undefined) this.#unsent.put(sessionId, marked)
  }
}
