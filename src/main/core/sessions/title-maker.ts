import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { BotId, SessionId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import type { BotService } from '../bots/bot-service'
import type { EngineRegistry } from '../engines/engine-registry'
import type { EventHub } from '../events/event-hub'
import type { InstanceTable } from '../instances/instance-table'
import type { Logger } from '../logging/logger'
import type { CloudGuard } from '../models/cloud-guard'
import type { MessageStore, SessionStore, TitleBy } from '../storage/storage'
import type { SessionService } from './session-service'
import { titleIn, titlePrompt } from './title-prompt'

/** The first exchange: an opening by the bot, what was said, and the reply. */
const FIRST_MESSAGES = 3
const MAX_TITLE_TOKENS = 40
/** Titles should be apt, not original. */
const TITLE_TEMPERATURE = 0.2

export interface TitleMakerDeps {
  readonly engines: EngineRegistry
  readonly bots: Pick<BotService, 'get'>
  readonly sessions: Pick<SessionService, 'get' | 'changed'>
  readonly store: Pick<SessionStore, 'giveTitle'>
  readonly messages: Pick<MessageStore, 'page'>
  readonly instances: Pick<InstanceTable, 'get'>
  readonly guard: Pick<CloudGuard, 'requireAllowed'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  /** Whether sessions get their titles by themselves. */
  readonly isOn: () => boolean
  readonly log: Logger
}

interface Naming {
  readonly botId: BotId
  readonly abort: AbortController
}

/**
 * Lets a bot's own model name its sessions, in the background: only while that bot has nothing else to do, and given up
 * as soon as it has. A title that a person gave stays.
 */
export class TitleMaker {
  readonly #deps: TitleMakerDeps
  readonly #namings = new Map<SessionId, Naming>()

  constructor(deps: TitleMakerDeps) {
    this.#deps = deps
  }

  /** The sessions being named now. */
  get naming(): SessionId[] {
    return [...this.#namings.keys()]
  }

  /** A whole reply was stored: the first one gives the session its title. */
  replied(botId: BotId, { id, lastSeq }: Session): void {
    if (lastSeq > FIRST_MESSAGES || !this.#deps.isOn() || !this.#mayName(botId)) return
    this.#name(botId, id, ['first_message']).catch((error: unknown) => {
      // Nobody waits for it, and the session has the first title it got.
      this.#deps.log.debug('session not named', { sessionId: id, error })
    })
  }

  /** The model is needed for something that somebody waits for. */
  turnStarted(botId: BotId): void {
    for (const { botId: namer, abort } of this.#namings.values()) if (namer === botId) abort.abort()
  }

  /** Names a session that somebody asks to be named, whoever named it before. Throws `conflict` or `not_found`. */
  async suggest(sessionId: SessionId): Promise<Session> {
    const session = await this.#deps.sessions.get(sessionId)
    const bot = this.#deps.bots.get(session.botId)
    if (session.lastSeq === 0)
      throw new AppError('conflict', 'Nothing was said here yet. Say something first.')
    if (!this.#mayName(bot.id))
      throw new AppError(
        'conflict',
        `${bot.name} cannot name it now. Launch it, or wait for its reply.`,
      )
    const named = await this.#name(bot.id, sessionId, ['first_message', 'model', 'person'])
    if (!named) throw new AppError('conflict', `${bot.name} found no title. Try again.`)
    return named
  }

  /** Gives up naming a session. False where it is not being named. */
  stop(sessionId: SessionId): boolean {
    const naming = this.#namings.get(sessionId)
    naming?.abort.abort()
    return naming !== undefined
  }

  close(): void {
    for (const { abort } of this.#namings.values()) abort.abort()
  }

  #mayName(botId: BotId): boolean {
    const { state } = this.#deps.instances.get(botId)
    const { engine } = this.#deps.bots.get(botId)
    return state === 'ready' && this.#deps.engines.get(engine).needsModel
  }

  /** Null where there is no title to be had, or it was given up. */
  async #name(
    botId: BotId,
    sessionId: SessionId,
    over: readonly TitleBy[],
  ): Promise<Session | null> {
    if (this.#namings.has(sessionId)) return null
    const abort = new AbortController()
    this.#change(() => this.#namings.set(sessionId, { botId, abort }))
    try {
      const title = await this.#ask(this.#deps.bots.get(botId), sessionId, abort.signal)
      const session = title && (await this.#deps.store.giveTitle({ sessionId, title, over }))
      if (!session) return null
      this.#deps.sessions.changed(session)
      return session
    } catch (error) {
      if (abort.signal.aborted) return null
      throw error
    } finally {
      this.#change(() => this.#namings.delete(sessionId))
    }
  }

  async #ask(bot: Bot, sessionId: SessionId, signal: AbortSignal): Promise<string | null> {
    const { engines, guard, messages } = this.#deps
    await guard.requireAllowed(bot, signal)
    const first = await messages.page({ sessionId, after: 0, limit: FIRST_MESSAGES })
    const request = {
      model: bot.model,
      prompt: titlePrompt(first.messages),
      temperature: TITLE_TEMPERATURE,
      maxTokens: MAX_TITLE_TOKENS,
      seat: { person: '', session: sessionId, background: true },
    }
    let answer = ''
    for await (const part of engines.get(bot.engine).reply(request, signal))
      if (part.kind === 'text') answer += part.text
    signal.throwIfAborted()
    return titleIn(answer)
  }

  #change(change: () => void): void {
    change()
    this.#deps.hub.publishOverview({ event: 'sessions.naming', sessionIds: this.naming })
  }
}
