import { AppError, toWireError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'
import type { Bot } from '@shared/model/bot'
import type { BotId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { newId } from '@shared/model/new-id'
import { MAX_NOTE_LENGTH } from '@shared/model/session-notes'
import type { NoteMaking } from '@shared/model/session-notes'
import type { BotService } from '../bots/bot-service'
import type { EngineRegistry } from '../engines/engine-registry'
import type { InstanceTable } from '../instances/instance-table'
import type { Logger } from '../logging/logger'
import type { CloudGuard } from '../models/cloud-guard'
import type { SessionService } from '../sessions/session-service'
import type { MessageStore } from '../storage/storage'
import { lineOf, noteIn, notePrompt } from './note-prompt'
import type { NoteService } from './note-service'
import type { NoteStore } from './note-store'

/** A note is a third of a page, so that the bot has room for the talk itself. */
const MAX_NOTE_TOKENS = 512
const NOTE_TEMPERATURE = 0.2
/** How much of the context one part of the conversation takes; the rest is for the note so far, the task and the answer. */
const PART_SHARE = 0.4
/** The fewest characters that any text in a token takes, more or less: a part is never too long. */
const CHARACTERS_PER_TOKEN = 2
const PAGE = 100

export interface NoteMakerDeps {
  readonly engines: EngineRegistry
  readonly bots: Pick<BotService, 'get'>
  readonly sessions: Pick<SessionService, 'get'>
  readonly messages: Pick<MessageStore, 'page'>
  readonly store: Pick<NoteStore, 'recall'>
  readonly notes: Pick<NoteService, 'making' | 'written'>
  readonly instances: Pick<InstanceTable, 'get'>
  readonly guard: Pick<CloudGuard, 'requireAllowed'>
  readonly contextOf: (bot: Bot) => number
  readonly log: Logger
  readonly now: () => number
}

interface Job {
  readonly sessionId: SessionId
  readonly bot: Bot
  readonly making: NoteMaking
  readonly abort: AbortController
}

/** Lets a bot's own model sum up in a note what was said, in the background. */
export class NoteMaker {
  readonly #deps: NoteMakerDeps
  readonly #jobs = new Map<SessionId, AbortController>()

  constructor(deps: NoteMakerDeps) {
    this.#deps = deps
  }

  /**
   * Begins a note on what was said up to `throughSeq` of the visible branch, by default all of it. Throws `conflict` where
   * the bot cannot, or writes one already.
   */
  async start(sessionId: SessionId, throughSeq?: number): Promise<NoteMaking> {
    const session = await this.#deps.sessions.get(sessionId)
    const bot = this.#requireWriter(session.botId)
    const last = Math.min(throughSeq ?? session.headSeq, session.headSeq)
    if (last === 0)
      throw new AppError('conflict', 'Nothing was said here yet. Say something first.')
    if (this.#jobs.has(sessionId))
      throw new AppError(
        'conflict',
        `${bot.name} is writing a note already. Wait for it, or stop it.`,
      )
    const making = { throughSeq: last, startedAt: this.#deps.now(), fraction: 0 }
    const abort = new AbortController()
    this.#jobs.set(sessionId, abort)
    void this.#run({ sessionId, bot, making, abort })
    return making
  }

  /** Gives up the note. False where none is being written. */
  stop(sessionId: SessionId): boolean {
    const abort = this.#jobs.get(sessionId)
    abort?.abort()
    return abort !== undefined
  }

  close(): void {
    for (const abort of this.#jobs.values()) abort.abort()
  }

  #requireWriter(botId: BotId): Bot {
    const bot = this.#deps.bots.get(botId)
    const isReady = ['ready', 'busy'].includes(this.#deps.instances.get(botId).state)
    if (!this.#deps.engines.get(bot.engine).needsModel)
      throw new AppError('conflict', `${bot.name} works without a model, so it cannot sum up.`)
    if (!isReady) throw new AppError('conflict', `Launch ${bot.name}, then try again.`)
    return bot
  }

  async #run(job: Job): Promise<void> {
    const { notes, log, now } = this.#deps
    const { sessionId, making, abort } = job
    let failure: WireError | undefined
    try {
      await notes.making(sessionId, making)
      const { text, replaces } = await this.#write(job)
      const at = now()
      const note = {
        id: newId(at),
        text,
        throughSeq: making.throughSeq,
        by: 'bot',
        version: 1,
      } as const
      await notes.written(sessionId, { ...note, createdAt: at, updatedAt: at }, replaces)
    } catch (error) {
      if (!abort.signal.aborted) {
        failure = toWireError(error)
        log.warn('note not written', { sessionId, code: failure.code })
      }
    }
    this.#jobs.delete(sessionId)
    // Where even that cannot be read, whoever watches again sees it.
    await notes.making(sessionId, null, failure).catch(() => undefined)
  }

  async #write(job: Job): Promise<{ readonly text: string; readonly replaces: string[] }> {
    const { store, guard, contextOf } = this.#deps
    const { sessionId, bot, making, abort } = job
    await guard.requireAllowed(bot, abort.signal)
    const { notes } = await store.recall(sessionId, making.throughSeq)
    const older = notes.filter(({ throughSeq }) => throughSeq > 0)
    let text = older.map((note) => note.text).join('\n\n')
    const after = Math.max(0, ...older.map(({ throughSeq }) => throughSeq))
    const room = Math.floor(contextOf(bot) * PART_SHARE * CHARACTERS_PER_TOKEN)
    for await (const { part, fraction } of this.#parts(job, after, room)) {
      text = await this.#ask(job, text, part)
      await this.#deps.notes.making(sessionId, { ...making, fraction })
    }
    if (text === '') throw new AppError('conflict', `${bot.name} found nothing to note. Try again.`)
    return { text, replaces: older.map(({ id }) => id) }
  }

  /** The conversation in parts of at most so many characters, and how much of it has been read with each. */
  async *#parts({ sessionId, making: { throughSeq } }: Job, after: number, room: number) {
    const fractionOf = (seq: number) => Math.min(1, (seq - after) / Math.max(1, throughSeq - after))
    let part = ''
    let last = after
    for await (const { seq, line } of this.#lines(sessionId, after, throughSeq)) {
      for (const piece of piecesOf(line, room)) {
        if (part !== '' && part.length + piece.length > room) {
          yield { part, fraction: fractionOf(last) }
          part = ''
        }
        part = part === '' ? piece : `${part}\n\n${piece}`
      }
      last = seq
    }
    if (part !== '') yield { part, fraction: 1 }
  }

  async *#lines(sessionId: SessionId, after: number, through: number) {
    let at = after
    for (let more = true; more;) {
      const page = await this.#deps.messages.page({ sessionId, through, after: at, limit: PAGE })
      const wanted = page.messages.filter(({ seq }: Message) => seq <= through)
      for (const message of wanted) yield { seq: message.seq, line: lineOf(message) }
      at = page.messages.at(-1)?.seq ?? through
      more = page.hasMore && at < through
    }
  }

  async #ask({ sessionId, bot, abort }: Job, soFar: string, part: string): Promise<string> {
    const { signal } = abort
    const request = {
      model: bot.model,
      prompt: notePrompt(soFar, part),
      temperature: NOTE_TEMPERATURE,
      maxTokens: MAX_NOTE_TOKENS,
      // Whoever talks goes first.
      seat: { person: '', session: sessionId, background: true },
    }
    let answer = ''
    for await (const reply of this.#deps.engines.get(bot.engine).reply(request, signal))
      if (reply.kind === 'text') answer += reply.text
    signal.throwIfAborted()
    return noteIn(answer, MAX_NOTE_LENGTH)
  }
}

function piecesOf(line: string, room: number): string[] {
  const pieces: string[] = []
  for (let at = 0; at < line.length; at += room) pieces.push(line.slice(at, at + room))
  return pieces
}
