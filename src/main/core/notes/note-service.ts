import { AppError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import type { WireError } from '@shared/contract/errors'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { newId } from '@shared/model/new-id'
import { MAX_NOTES, MAX_PINS } from '@shared/model/session-notes'
import type { KeptNotes, Note, NoteMaking, SessionNotes } from '@shared/model/session-notes'
import type { EventHub } from '../events/event-hub'
import type { SessionService } from '../sessions/session-service'
import type { MessageStore } from '../storage/storage'
import { KeyedLock } from '../turns/keyed-lock'
import type { NoteStore } from './note-store'

const EXCERPT_LENGTH = 120

export interface NoteServiceDeps {
  readonly store: NoteStore
  readonly messages: Pick<MessageStore, 'get'>
  readonly sessions: Pick<SessionService, 'get'>
  readonly hub: Pick<EventHub, 'publishSession'>
  /** What the bot is told of the session is another thing from now on. */
  readonly onChanged: (sessionId: SessionId) => void
  readonly now: () => number
}

/** What of a session its bot is always told: pinned messages and notes. */
export class NoteService {
  readonly #deps: NoteServiceDeps
  readonly #lock = new KeyedLock<SessionId>()
  readonly #making = new Map<SessionId, NoteMaking>()

  constructor(deps: NoteServiceDeps) {
    this.#deps = deps
  }

  /** Throws `not_found`. */
  async get(sessionId: SessionId): Promise<SessionNotes> {
    await this.#deps.sessions.get(sessionId)
    return this.viewOf(sessionId)
  }

  /** The same for a session that is known to be there. */
  async viewOf(sessionId: SessionId): Promise<SessionNotes> {
    return this.#view(sessionId, await this.#deps.store.get(sessionId))
  }

  /** Pins a message, or takes the pin off. Throws `not_found`, or `conflict` where there are too many. */
  async pin({ sessionId, messageId, pinned }: CommandInput<'messages.pin'>): Promise<SessionNotes> {
    const message = await this.#deps.messages.get(messageId)
    if (message?.sessionId !== sessionId)
      throw new AppError('not_found', 'That message is not in this conversation.')
    return this.#change(sessionId, (kept) => {
      const others = kept.pins.filter(({ seq }) => seq !== message.seq)
      if (!pinned) return { ...kept, pins: others }
      if (others.length >= MAX_PINS)
        throw new AppError('conflict', `${MAX_PINS} messages are pinned here. Take one off first.`)
      const pin = { seq: message.seq, excerpt: excerptOf(message) }
      return { ...kept, pins: [...others, pin].sort((a, b) => a.seq - b.seq) }
    })
  }

  /** Makes a note, or gives one another text. Throws `not_found`, or `conflict` where it is not as `version` says. */
  write({ sessionId, noteId, text, version }: CommandInput<'notes.write'>): Promise<SessionNotes> {
    const now = this.#deps.now()
    return this.#change(sessionId, (kept) => {
      if (noteId === undefined) {
        const made = { id: newId(now), text, throughSeq: 0, by: 'person', version: 1 } as const
        return withNote(kept, { ...made, createdAt: now, updatedAt: now }, [])
      }
      const before = kept.notes.find(({ id }) => id === noteId)
      if (!before) throw noteNotFound()
      if (version !== undefined && version !== before.version)
        throw new AppError(
          'conflict',
          'Somebody changed this note meanwhile. Look at it as it is now, then try again.',
          { current: before },
        )
      const changed = { ...before, text, version: before.version + 1, updatedAt: now }
      return { ...kept, notes: kept.notes.map((note) => (note.id === noteId ? changed : note)) }
    })
  }

  /** What the bot wrote takes the place of the notes it was made from. */
  written(sessionId: SessionId, note: Note, replaces: readonly string[]): Promise<SessionNotes> {
    return this.#change(sessionId, (kept) => withNote(kept, note, replaces))
  }

  /** `restore` brings it back. Throws `not_found`. */
  remove({ sessionId, noteId }: CommandInput<'notes.remove'>): Promise<SessionNotes> {
    return this.#change(sessionId, (kept) => {
      const note = kept.notes.find(({ id }) => id === noteId)
      if (!note) throw noteNotFound()
      return {
        ...kept,
        notes: kept.notes.filter(({ id }) => id !== noteId),
        removed: [...kept.removed, note].slice(-MAX_NOTES),
      }
    })
  }

  /** Throws `not_found` where it was not taken away, or too long ago. */
  restore({ sessionId, noteId }: CommandInput<'notes.restore'>): Promise<SessionNotes> {
    return this.#change(sessionId, (kept) => {
      const note = kept.removed.find(({ id }) => id === noteId)
      if (!note) throw noteNotFound()
      const removed = kept.removed.filter(({ id }) => id !== noteId)
      return withNote({ ...kept, removed }, note, [])
    })
  }

  /** How far the bot is with a note it writes; null where it writes none any more, and why it came to nothing. */
  async making(sessionId: SessionId, making: NoteMaking | null, error?: WireError): Promise<void> {
    if (making) this.#making.set(sessionId, making)
    else this.#making.delete(sessionId)
    this.#publish(sessionId, await this.viewOf(sessionId), error)
  }

  async #change(
    sessionId: SessionId,
    change: (kept: KeptNotes) => KeptNotes,
  ): Promise<SessionNotes> {
    const { store, sessions, onChanged } = this.#deps
    await sessions.get(sessionId)
    return this.#lock.run(sessionId, async () => {
      const kept = change(await store.get(sessionId))
      if (!(await store.put(sessionId, kept)))
        throw new AppError('not_found', 'That conversation is not there any more.')
      onChanged(sessionId)
      const notes = this.#view(sessionId, kept)
      this.#publish(sessionId, notes)
      return notes
    })
  }

  #view(sessionId: SessionId, { pins, notes }: KeptNotes): SessionNotes {
    return { pins, notes, making: this.#making.get(sessionId) ?? null }
  }

  #publish(sessionId: SessionId, notes: SessionNotes, error?: WireError): void {
    this.#deps.hub.publishSession({
      ...{ event: 'notes.changed', sessionId, notes },
      ...(error && { error }),
    })
  }
}

function withNote(kept: KeptNotes, note: Note, replaces: readonly string[]): KeptNotes {
  const isReplaced = ({ id }: Note): boolean => replaces.includes(id)
  const others = kept.notes.filter((other) => !isReplaced(other))
  if (others.length >= MAX_NOTES)
    throw new AppError('conflict', `There are ${MAX_NOTES} notes here. Take one away first.`)
  return {
    ...kept,
    notes: [...others, note].sort((a, b) => (a.id < b.id ? -1 : 1)),
    removed: [...kept.removed, ...kept.notes.filter(isReplaced)].slice(-MAX_NOTES),
  }
}

function excerptOf({ text }: Message): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = Array.from(line.slice(0, EXCERPT_LENGTH + 2))
  return line.length <= EXCERPT_LENGTH ? line : `${characters.slice(0, -2).join('')}…`
}

function noteNotFound(): AppError {
  return new AppError('not_found', 'That note is not there any more.')
}
