import type { Bot } from '@shared/model/bot'
import { estimateTokens } from '@shared/model/estimate-tokens'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { ContextUse } from '@shared/model/message-details'
import { modelKey } from '@shared/model/model-name'
import type { PromptMessage, ToldMessage } from '../engines/engine'
import type { ContextOverflow } from '../engines/context-overflow'
import type { NoteStore } from '../notes/note-store'
import type { MessageStore } from '../storage/storage'
import { ContextWindow } from './context-window'
import { countedBefore } from './counted-before'
import { estimateMessage } from './estimate-message'
import { costOf, fitResults } from './fit-results'
import { textOf } from './notes-text'
import { requireRoom, reserveFor } from './prompt-budget'
import { TokenCalibration } from './token-calibration'

/** Messages read at a time while a window is filled; most conversations fit the first page. */
const PAGE = 50
/**
 * How much the windows that are kept hold together, in estimated tokens: some ten megabytes of text. Windows are kept so
 * that a talk is not read anew every turn; a thousand people who just began fit as well as five hundred in long talks.
 */
const MAX_KEPT_TOKENS = 2_000_000
/** What a window costs besides its text, so that those of empty talks count as well. */
const TOKENS_PER_WINDOW = 100
/** A window holds somewhat more than is told, since the count of tokens is learnt and moves. */
const SPARE = 1.25

/** What an engine is told, and how much of the model's context that takes. */
export interface BuiltPrompt {
  readonly messages: readonly ToldMessage[]
  /** Null for an engine without a model, which has no limit. */
  readonly context: ContextUse | null
  /** Of all of it, in estimated tokens. */
  readonly estimated: number
}

export interface PromptServiceDeps {
  readonly messages: Pick<MessageStore, 'page'>
  readonly notes: Pick<NoteStore, 'recall'>
  /** How many tokens the bot's model is loaded with; asked for every prompt. */
  readonly contextOf: (bot: Bot) => number
}

interface Kept {
  readonly window: ContextWindow
  /** What people and the bot noted of the branch, as the engine gets it; empty for nothing. */
  readonly notes: string
  /** The instructions and notes as the engine got them last, the same object for as long as they stay. */
  system: ToldMessage | null
}

/** What an engine is told of a conversation: the branch that leads to the message it is to answer, as far as it fits. */
export class PromptService {
  readonly #deps: PromptServiceDeps
  readonly #calibration = new TokenCalibration()
  /** The least recently used first. */
  readonly #windows = new Map<SessionId, Kept>()
  #keptTokens = 0
  /** Models that refused because they really have less than they were asked for; see `#limitFor`. */
  readonly #told = new Map<string, { readonly asked: number; readonly told: number }>()

  constructor(deps: PromptServiceDeps) {
    this.#deps = deps
  }

  /**
   * What an engine is to answer `message`, which a person said, from: instructions, then the newest whole turns that fit
   * beside the room for the reply. Throws `context_overflow` where not even the message fits.
   */
  build(bot: Bot, message: Message): Promise<BuiltPrompt> {
    return this.#build(bot, message, this.#limitFor(bot))
  }

  /** The same, shorter, after the engine refused it; throws its refusal where there is nothing left to leave out. */
  async buildLess(
    bot: Bot,
    message: Message,
    refused: BuiltPrompt,
    overflow: ContextOverflow,
  ): Promise<BuiltPrompt> {
    const { promptTokens, limit: told } = overflow.count
    const model = bot.model ?? ''
    if (told !== null) this.#told.set(modelKey(model), { asked: this.#deps.contextOf(bot), told })
    const limit = this.#limitFor(bot)
    if (promptTokens !== null) this.#calibration.learn(model, refused.estimated, promptTokens)
    if (this.#calibration.tokensOf(model, refused.estimated) <= limit)
      this.#calibration.tooLong(model, refused.estimated, limit)
    const less = await this.#build(bot, message, limit)
    if (less.messages.length >= refused.messages.length) throw overflow
    return less
  }

  /**
   * The same once more, beside what tools brought since (`grown`: what the model called, each with its result): less of what
   * was said before, and where that is not enough, less of what they brought. Instructions, notes, pins and `message` stay.
   */
  async buildBeside(
    bot: Bot,
    message: Message,
    grown: readonly PromptMessage[],
  ): Promise<{ readonly built: BuiltPrompt; readonly grown: readonly PromptMessage[] }> {
    const limit = this.#limitFor(bot)
    const { window, notes } = await this.#windowFor(bot, message, 0)
    const stays =
      estimateTokens(bot.instructions) +
      estimateTokens(notes) +
      window.pinsCost +
      estimateMessage(message)
    const room = this.#calibration.estimatedFor(bot.model ?? '', limit - reserveFor(bot, limit))
    const fitting = fitResults(grown, Math.max(room - stays, 0))
    const beside = fitting.reduce((sum, one) => sum + costOf(one), 0)
    return { built: await this.#build(bot, message, limit, beside), grown: fitting }
  }

  /** The model counted a prompt that was built here: what it takes from now on, and what it took. */
  counted(bot: Bot, built: BuiltPrompt, promptTokens: number | null): ContextUse | null {
    const { context, estimated } = built
    if (!context || promptTokens === null) return context
    // A prompt that fills all of it was cut by a server that does not know `truncate`: budgets leave room for a reply.
    if (promptTokens >= context.limit)
      return { ...context, used: promptTokens, exact: true, cut: true }
    this.#calibration.learn(bot.model ?? '', estimated, promptTokens)
    return { ...context, used: promptTokens, exact: true }
  }

  /** A reply was stored. */
  replied(reply: Message): void {
    const kept = this.#windows.get(reply.sessionId)
    if (!kept) return
    this.#forget(reply.sessionId, kept)
    if (kept.window.lastSeq !== reply.parentSeq) return
    kept.window.addNewer(reply)
    this.#keep(reply.sessionId, kept)
  }

  /** A model that was trained with less clamps what it is asked for, without a word (capture 27h). */
  #limitFor(bot: Bot): number {
    const asked = this.#deps.contextOf(bot)
    const known = this.#told.get(modelKey(bot.model ?? ''))
    return known?.asked === asked ? Math.min(known.told, asked) : asked
  }

  /** What the bot is always told of a session is another thing now. */
  notesChanged(sessionId: SessionId): void {
    const kept = this.#windows.get(sessionId)
    if (kept) this.#forget(sessionId, kept)
  }

  /** `beside`: what else the engine is told in this turn, in estimated tokens. */
  async #build(bot: Bot, message: Message, limit: number, beside = 0): Promise<BuiltPrompt> {
    const model = bot.model ?? ''
    const reserve = reserveFor(bot, limit)
    const instructions = bot.instructions.trim() === '' ? 0 : estimateTokens(bot.instructions)
    const room = (): number =>
      Math.max(this.#calibration.estimatedFor(model, limit - reserve) - instructions, 0)
    const kept = await this.#windowFor(bot, message, room())
    const notes = kept.notes === '' ? 0 : estimateTokens(kept.notes)
    // Reading it may have told more about the model.
    const { messages, cost, fromSeq } = kept.window.select(Math.max(room() - notes - beside, 0))
    const estimated = instructions + notes + cost + beside
    const all = withSystem(kept, bot.instructions, messages)
    if (bot.model === null) return { messages: all, context: null, estimated }
    const atLeast = (tokens: number): number => this.#calibration.atLeast(model, tokens)
    requireRoom(bot, limit, {
      instructions: atLeast(instructions),
      notesAndPins: atLeast(notes + kept.window.pinsCost),
      newest: atLeast(estimateTokens(message.text)),
    })
    const used = Math.min(this.#calibration.tokensOf(model, estimated), limit)
    const context = { limit, reserve: Math.min(reserve, limit - used), used, exact: false, fromSeq }
    return { messages: all, context, estimated }
  }

  /** The session's window, which ends with `message`: the kept one where it leads there and holds enough. */
  async #windowFor(bot: Bot, message: Message, budget: number): Promise<Kept> {
    const { sessionId, seq, parentSeq } = message
    const kept = this.#windows.get(sessionId)
    if (kept) this.#forget(sessionId, kept)
    if (kept?.window.lastSeq === parentSeq) kept.window.addNewer(message)
    const isUsable = kept?.window.lastSeq === seq && !kept.window.wantsMore(budget)
    const usable = isUsable ? kept : await this.#read(bot, message, budget)
    this.#keep(sessionId, usable)
    return usable
  }

  async #read(bot: Bot, message: Message, budget: number): Promise<Kept> {
    const { sessionId, seq: through } = message
    const { pinned, notes } = await this.#deps.notes.recall(sessionId, through)
    const window = new ContextWindow(Math.ceil(budget * SPARE), pinned)
    window.addOlder(message)
    const read: Message[] = []
    let before = message.seq
    while (before > 1 && !window.full) {
      const { messages } = await this.#deps.messages.page({
        sessionId,
        through,
        before,
        limit: PAGE,
      })
      for (const older of messages.toReversed()) window.addOlder(older)
      read.unshift(...messages)
      before = messages[0]?.seq ?? 1
    }
    const known = countedBefore(bot, read)
    if (known && !this.#calibration.knows(known.model))
      this.#calibration.learn(known.model, known.estimated, known.counted)
    return { window, notes: textOf(notes), system: null }
  }

  #keep(sessionId: SessionId, kept: Kept): void {
    const other = this.#windows.get(sessionId)
    if (other) this.#forget(sessionId, other)
    this.#windows.set(sessionId, kept)
    this.#keptTokens += kept.window.cost + TOKENS_PER_WINDOW
    for (const [oldestId, oldest] of this.#windows) {
      if (this.#keptTokens <= MAX_KEPT_TOKENS) return
      this.#forget(oldestId, oldest)
    }
  }

  /** A window is out of the count while it changes. */
  #forget(sessionId: SessionId, { window }: Kept): void {
    this.#windows.delete(sessionId)
    this.#keptTokens -= window.cost + TOKENS_PER_WINDOW
  }
}

function withSystem(
  kept: Kept,
  instructions: string,
  messages: readonly ToldMessage[],
): readonly ToldMessage[] {
  const content = [instructions, kept.notes].filter((text) => text.trim() !== '').join('\n\n')
  if (content === '') return messages
  if (kept.system?.content !== content) kept.system = { role: 'system', content }
  return [kept.system, ...messages]
}
