import { AppError, toWireError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'
import type { Bot } from '@shared/model/bot'
import type { EngineName } from '@shared/model/engine'
import type { Message, MessageStatus, ReplyMetrics } from '@shared/model/message'
import type { EngineRegistry } from '../engines/engine-registry'
import type { PromptService } from '../history/prompt-service'
import type { Logger } from '../logging/logger'
import type { CloudGuard } from '../models/cloud-guard'
import type { LiveReply } from './live-reply'

/** What a turn came to, before it is stored. */
export interface TurnOutcome {
  readonly status: MessageStatus
  readonly error: WireError | null
  readonly metrics: ReplyMetrics | null
}

export interface TurnRunnerDeps {
  readonly engines: EngineRegistry
  readonly prompts: Pick<PromptService, 'build'>
  readonly guard: Pick<CloudGuard, 'requireAllowed'>
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
    try {
      const metrics = await this.#reply(bot, message, live)
      return { status: 'complete', error: null, metrics }
    } catch (error) {
      return live.stopped ? { ...live.stopped, metrics: null } : this.#failure(error, bot, live)
    } finally {
      live.finish()
    }
  }

  async #reply(bot: Bot, message: Message, live: LiveReply): Promise<ReplyMetrics> {
    const { engines, prompts, guard, now } = this.#deps
    const { signal } = live.abort
    await guard.requireAllowed(bot, signal)
    const prompt = await prompts.build(bot.instructions, message)
    signal.throwIfAborted()
    const askedAt = now()
    let firstTextAt: number | null = null
    const request = {
      model: bot.model,
      prompt,
      temperature: bot.temperature,
      maxTokens: bot.maxTokens,
    }
    for await (const part of engines.get(bot.engine).reply(request, signal)) {
      if (part.kind === 'phase') live.enterPhase(part.phase)
      else if (part.kind === 'text') {
        firstTextAt ??= now()
        live.extend(part.text)
      } else {
        const timeToFirstTokenMs = firstTextAt === null ? null : firstTextAt - askedAt
        return { ...part.metrics, timeToFirstTokenMs, totalMs: now() - askedAt }
      }
    }
    signal.throwIfAborted()
    throw new AppError(
      'engine_unavailable',
      'The engine went away in the middle of the reply. Try again.',
    )
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
