import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { Message } from '@shared/model/message'
import { newId } from '@shared/model/new-id'
import type {
  EngineToolCall,
  PromptMessage,
  ReplyPart,
  ReplyRequest,
  ToolSpec,
} from '../engines/engine'
import { offerTools } from '../tools/offered-tools'
import type { OfferedTools } from '../tools/offered-tools'
import type { ToolBox } from '../tools/tool-box'
import type { ToolCaller } from '../tools/tool-caller'
import { addMetrics } from './add-metrics'
import type { DoneMetrics } from './add-metrics'
import type { LiveReply } from './live-reply'

/** A model that still wants tools after so many rounds is going in circles. */
export const MAX_ROUNDS = 8
/** In one reply; each may have 32 KB of result. */
const MAX_CALLS = 16

export interface ToolLoopDeps {
  readonly box: Pick<ToolBox, 'find'>
  readonly caller: Pick<ToolCaller, 'call'>
  /** Whether a model takes tools; one that does not would refuse the whole request (capture 33d). */
  readonly takesTools: (model: string) => Promise<boolean>
  readonly now: () => number
}

/** The reply in which tools are used. */
export interface ToolTurn {
  readonly bot: Bot
  readonly message: Message
  readonly live: LiveReply
  /** Asks the engine once. */
  readonly ask: (request: ReplyRequest) => AsyncIterable<ReplyPart>
  /** The prompt with what was called and came of it since, as far as that fits. */
  readonly promptWith: (grown: readonly PromptMessage[]) => Promise<readonly PromptMessage[]>
}

interface Round {
  text: string
  readonly calls: (EngineToolCall & { readonly at: number })[]
  metrics: DoneMetrics | null
}

/**
 * Between the runner and the engine: where a reply calls tools, runs them, tells the model what came of it and lets it go
 * on, until it has said all or went round too often. To the runner it is one reply.
 */
export class ToolLoop {
  readonly #deps: ToolLoopDeps

  constructor(deps: ToolLoopDeps) {
    this.#deps = deps
  }

  /** As `Engine.reply`. Throws `conflict` where the model does not come to an end. */
  async *reply(turn: ToolTurn, request: ReplyRequest): AsyncGenerator<ReplyPart, void, undefined> {
    const offered = await this.#offer(turn.bot)
    if (offered === null) {
      yield* turn.ask(request)
      return
    }
    let metrics: DoneMetrics | null = null
    let { prompt } = request
    const grown: PromptMessage[] = []
    for (let rounds = 0; ; rounds++) {
      const round: Round = { text: '', calls: [], metrics: null }
      yield* this.#ask(turn, { ...request, prompt, tools: offered.specs }, round)
      if (round.metrics === null) return
      metrics = addMetrics(metrics, round.metrics)
      if (round.calls.length === 0) {
        yield { kind: 'done', metrics }
        return
      }
      if (rounds === MAX_ROUNDS) throw endless()
      grown.push(...(await this.#runCalls(turn, offered, round)))
      prompt = await turn.promptWith(grown)
    }
  }

  async #offer({ model, options }: Bot): Promise<OfferedTools | null> {
    if (model === null) return null
    const offered = offerTools(options.tools ?? [], this.#deps.box)
    if (offered.specs.length === 0 || !(await this.#deps.takesTools(model))) return null
    return offered
  }

  async *#ask(
    { ask, live }: ToolTurn,
    request: ReplyRequest & { readonly tools: readonly ToolSpec[] },
    round: Round,
  ): AsyncGenerator<ReplyPart, void, undefined> {
    for await (const part of ask(request)) {
      if (part.kind === 'tool-calls') {
        round.calls.push(...part.calls.map((call) => ({ ...call, at: live.text.length })))
      } else if (part.kind === 'done') round.metrics = part.metrics
      else {
        // What it says after a call begins a paragraph of its own.
        if (part.kind === 'text' && round.text === '' && /[^\n]$/.test(live.text))
          yield { kind: 'text', text: '\n\n' }
        if (part.kind === 'text') round.text += part.text
        yield part
      }
    }
  }

  /** One after the other, so that a person is asked one thing at a time. Answers what the prompt grows by. */
  async #runCalls(
    { bot, message, live }: ToolTurn,
    { names }: OfferedTools,
    { text, calls }: Round,
  ): Promise<PromptMessage[]> {
    const results: PromptMessage[] = []
    const { sessionId } = message
    const context = { person: live.person, botId: bot.id, sessionId, turnId: live.turn.id, message }
    for (const { name, arguments: args, at } of calls) {
      const tool = names.get(name) ?? name
      // An id of our own: a model may say the same one twice.
      const asked = { id: newId(this.#deps.now()), tool, arguments: args, at }
      const content =
        live.toolCalls.length < MAX_CALLS
          ? await this.#deps.caller.call(
              asked,
              context,
              (call) => live.showTool(call),
              live.abort.signal,
            )
          : 'Too many calls for one reply: this one did not run. Answer with what you have.'
      results.push({ role: 'tool', content, toolName: name })
    }
    const toolCalls = calls.map(({ name, arguments: args }) => ({ name, arguments: args }))
    return [{ role: 'assistant', content: text, toolCalls }, ...results]
  }
}

function endless(): AppError {
  return new AppError(
    'conflict',
    `The bot used tools ${MAX_ROUNDS} times over and still wanted more, so it was ended. Ask for less at once, or try again.`,
  )
}
