import type { Message, MessageStatus, ReplyMetrics } from '@shared/model/message'
import { AppError, toWireError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'
import type { Bot } from '@shared/model/bot'
import type { EngineName } from '@shared/model/engine'
import type { ProgramEnd } from '@shared/model/program'
import type { MessageDetails } from '@shared/model/message-details'
import type { QueuePlace } from '@shared/model/turn'
import type { PicturesInPrompt } from '../attachments/pictures-in-prompt'
import { ContextOverflow } from '../engines/context-overflow'
import type { EngineRegistry } from '../engines/engine-registry'
import type { PromptMessage, ReplyPart, ReplyRequest } from '../engines/engine'
import type { CheckValue } from '../formats/problem-of-reply'
import { optionsFor, verdictOn } from '../formats/reply-formats'
import type { BuiltPrompt, PromptService } from '../history/prompt-service'
import type { Logger } from '../logging/logger'
import type { CloudGuard } from '../models/cloud-guard'
import { isTold } from '../history/is-told'
import type { ProgramTurn } from '../programs/program-turn'
import type { ThinkingChoice } from '../thinking/thinking-choice'
import type { LiveReply } from './live-reply'
import { mayOffer } from './stored-answers'
import type { StoredAnswers } from './stored-answers'
import type { ToolLoop } from './tool-loop'

/** What a turn came to, before it is stored. */
export interface TurnOutcome {
  readonly status: MessageStatus
  readonly error: WireError | null
  readonly metrics: ReplyMetrics | null
  readonly details?: MessageDetails | undefined
  /** Under what the answer is found again, where it may be offered. */
  readonly answerKey?: string | undefined
}

/** What is known of a reply while it is made. */
interface Making {
  readonly bot: Bot
  readonly message: Message
  readonly live: LiveReply
  /** What the engine was asked; null before, and where it was asked once more with less. */
  built: BuiltPrompt | null
  details: MessageDetails
  /** Tools brought something: the engine was told more than what was built first. */
  hasGrown?: boolean
  /** When the engine was asked first, on the monotonic clock; what is asked after a tool goes on from there. */
  since?: number
}

export interface TurnRunnerDeps {
  readonly engines: Pick<EngineRegistry, 'get'>
  readonly prompts: Pick<PromptService, 'build' | 'buildBeside' | 'buildLess' | 'counted'>
  readonly tools: Pick<ToolLoop, 'reply'>
  readonly programs: Pick<ProgramTurn, 'run'>
  readonly guard: Pick<CloudGuard, 'requireAllowed'>
  readonly thinking: Pick<ThinkingChoice, 'of'>
  readonly check: CheckValue
  readonly answers: Pick<StoredAnswers, 'keyOf' | 'find'>
  readonly pictures: Pick<PicturesInPrompt, 'show'>
  /** An engine could not be reached: somebody should look. */
  readonly onUnavailable: (engine: EngineName) => void
  readonly log: Logger
  readonly now: () => number
}

/** Makes one reply: asks the engine, feeds the live text, and says what it came to. Never rejects. */
export class TurnRunner {
  readonly #deps: TurnRunnerDeps

  constructor(deps: TurnRunnerDeps) {
    this.#deps = deps
  }

  async run(bot: Bot, message: Message, live: LiveReply): Promise<TurnOutcome> {
    if (!isTold(message)) return this.#runProgram(bot, message, live)
    const making: Making = { bot, message, live, built: null, details: {} }
    const outcome = await this.#outcome(making)
    live.finish()
    const details = { ...making.details, ...live.details, ...this.#verdict(making, outcome) }
    // Most replies of an engine without a model have none.
    return Object.keys(details).length === 0 ? outcome : { ...outcome, details }
  }

  /** In a format is what it says after all it did: between its calls it may say anything. */
  #verdict({ bot, message, live }: Making, { status, metrics }: TurnOutcome) {
    const text = live.text.slice(live.toolCalls.at(-1)?.at ?? 0)
    const made = { text, status, doneReason: metrics?.doneReason ?? null }
    return verdictOn(optionsFor(bot, message), made, this.#deps.check)
  }

  async #outcome(making: Making): Promise<TurnOutcome> {
    const { bot, live } = making
    try {
      const metrics = await this.#reply(making)
      return { status: 'complete', error: null, metrics, ...this.#answerKey(making, metrics) }
    } catch (error) {
      if (live.stopped) return { ...live.stopped, metrics: null }
      const failure = this.#failure(error, bot, live)
      return mayOffer(bot) ? this.#offered(making, failure) : failure
    }
  }

  /** What a person ran: no engine is asked. */
  async #runProgram(bot: Bot, message: Message, live: LiveReply): Promise<TurnOutcome> {
    const ended = (outcome: TurnOutcome, end: ProgramEnd | null = null): TurnOutcome => {
      live.finish()
      return { ...outcome, details: { program: end ? { end } : {}, ...live.details } }
    }
    try {
      const end = await this.#deps.programs.run(message, live)
      return ended({ status: 'complete', error: null, metrics: null }, end)
    } catch (error) {
      return ended(
        live.stopped ? { ...live.stopped, metrics: null } : this.#failure(error, bot, live),
      )
    }
  }

  async #reply(making: Making): Promise<ReplyMetrics> {
    const { prompts, guard } = this.#deps
    const { bot, message, live } = making
    await guard.requireAllowed(bot, live.abort.signal)
    const built = await prompts.build(bot, message)
    making.built = built
    try {
      return await this.#ask(making, built)
    } catch (error) {
      // What ran, ran: it is not run again with less.
      if (!(error instanceof ContextOverflow) || live.toolCalls.length > 0) throw error
      // Nothing was made of it, so nobody saw anything: once more, with less.
      making.built = null
      return await this.#ask(making, await prompts.buildLess(bot, message, built, error))
    }
  }

  async #ask(making: Making, built: BuiltPrompt): Promise<ReplyMetrics> {
    const { prompts, now } = this.#deps
    const { bot, live } = making
    const request = await this.#requestFor(making, built)
    making.details = withContext(making.details, built.context)
    let askedAt = now()
    let firstTokenAt: number | null = null
    for await (const part of this.#parts(making, request)) {
      if (part.kind === 'phase') {
        live.enterPhase(part.phase, placeOf(part))
        // Until here it stood in our own queue; asked again after a tool, it goes on.
        if (part.phase === 'waiting' && live.toolCalls.length === 0) askedAt = now()
      } else if (part.kind === 'upstream') {
        making.details = { ...making.details, upstream: part.upstream }
      } else if (part.kind === 'done') {
        const { promptTokens } = part.metrics
        const counted = prompts.counted(bot, built, promptTokens)
        // What a model counts is the prompt before its tools; what it was told in the end is a guess.
        if (!making.hasGrown) making.details = withContext(making.details, counted)
        const timeToFirstTokenMs = firstTokenAt === null ? null : firstTokenAt - askedAt
        return { ...part.metrics, timeToFirstTokenMs, totalMs: now() - askedAt }
      } else {
        firstTokenAt ??= now()
        tell(live, part)
      }
    }
    live.abort.signal.throwIfAborted()
    throw new AppError(
      'engine_unavailable',
      'The engine went away in the middle of the reply. Try again.',
    )
  }

  async #requestFor({ bot, message, live }: Making, built: BuiltPrompt): Promise<ReplyRequest> {
    const { thinking, pictures } = this.#deps
    const { signal } = live.abort
    const think = await thinking.of(bot, signal)
    const prompt = await pictures.show(bot, built.messages)
    signal.throwIfAborted()
    const { model, temperature, maxTokens } = bot
    const options = optionsFor(bot, message)
    return { model, prompt, temperature, maxTokens, options, think }
  }

  /** Where the bot was granted tools, they run between its engine and here. */
  #parts(making: Making, request: ReplyRequest): AsyncIterable<ReplyPart> {
    const { engines, tools } = this.#deps
    const { bot, message, live } = making
    const engine = engines.get(bot.engine)
    const ask = (asked: ReplyRequest) => {
      const { sessionId: session } = message
      const seat = { person: live.person, session, background: false, since: making.since }
      making.since ??= performance.now()
      return engine.reply({ ...asked, seat }, live.abort.signal)
    }
    if (!bot.options.tools) return ask(request)
    const promptWith = (grown: readonly PromptMessage[]) => this.#promptWith(making, grown)
    return tools.reply({ bot, message, live, ask, promptWith }, request)
  }

  async #promptWith(making: Making, since: readonly PromptMessage[]) {
    const { prompts, pictures } = this.#deps
    const { bot, message } = making
    const { built, grown } = await prompts.buildBeside(bot, message, since)
    making.hasGrown = true
    making.details = withContext(making.details, built.context)
    return [...(await pictures.show(bot, built.messages)), ...grown]
  }

  /** A reply that was cut, or says nothing, answers nothing. */
  #answerKey({ bot, message, live, built }: Making, metrics: ReplyMetrics) {
    if (!mayOffer(bot) || !built || metrics.doneReason === 'length' || live.text === '') return {}
    const asked = { bot, message, person: live.person, told: built.messages }
    return { answerKey: this.#deps.answers.keyOf(asked) ?? undefined }
  }

  /** In place of a failure before the first word: what was answered before to exactly the same. */
  async #offered(making: Making, failure: TurnOutcome): Promise<TurnOutcome> {
    const { bot, message, live } = making
    const { prompts, answers, log } = this.#deps
    if (failure.error?.code !== 'engine_unavailable' || hasBegun(live)) return failure
    try {
      const { messages: told } = making.built ?? (await prompts.build(bot, message))
      const found = await answers.find({ bot, message, person: live.person, told })
      if (live.stopped) return { ...live.stopped, metrics: null }
      if (!found) return failure
      const { messageId, at, text } = found
      live.extend(text)
      making.details = { storedFrom: { messageId, at } }
      return { status: 'complete', error: null, metrics: null }
    } catch (error) {
      log.warn('stored answer not read', { turnId: live.turn.id, error })
      return failure
    }
  }

  /** With some text it is an interrupted reply, without any it is a failed one; neither is ever taken for an answer. */
  #failure(error: unknown, bot: Bot, live: LiveReply): TurnOutcome {
    const wire = toWireError(error)
    if (wire.code === 'internal')
      this.#deps.log.error('turn failed', { botId: bot.id, turnId: live.turn.id, error })
    if (wire.code === 'engine_unavailable') this.#deps.onUnavailable(bot.engine)
    return { status: live.text === '' ? 'failed' : 'interrupted', error: wire, metrics: null }
  }
}

function tell(live: LiveReply, part: ReplyPart): void {
  if (part.kind === 'text') live.extend(part.text)
  else if (part.kind === 'thinking') live.think(part.text)
}

function hasBegun({ text, turn: { thinking, toolCalls } }: LiveReply): boolean {
  return text !== '' || thinking !== undefined || toolCalls !== undefined
}

function placeOf(part: Extract<ReplyPart, { kind: 'phase' }>): QueuePlace | null {
  return part.phase === 'queued' ? part.place : null
}

function withContext(details: MessageDetails, context: BuiltPrompt['context']): MessageDetails {
  return context ? { ...details, context } : details
}
