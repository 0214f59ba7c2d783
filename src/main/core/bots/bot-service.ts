import { AppError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import type { Bot, BotFields } from '@shared/model/bot'
import type { BotId } from '@shared/model/ids'
import type { EventHub } from '../events/event-hub'
import { requireFormat } from '../formats/reply-formats'
import type { BotStore, StoredBot } from '../storage/storage'
import { nextFreeBotId } from './next-free-bot-id'

export interface BotDefaults {
  readonly modelName: string | null
  readonly temperature: number
  readonly maxTokens: number
}

export interface BotServiceDeps {
  readonly store: BotStore
  readonly hub: Pick<EventHub, 'publishOverview'>
  /** What a new bot gets where its maker says nothing. */
  readonly defaults: () => BotDefaults
  readonly needsModel: (engine: Bot['engine']) => boolean
  readonly now: () => number
}

/** The saved personas. Few and read with every turn, so all of them are kept in memory; the store is the truth. */
export class BotService {
  readonly #deps: BotServiceDeps
  readonly #bots = new Map<BotId, Bot>()

  constructor(deps: BotServiceDeps) {
    this.#deps = deps
  }

  /** Reads all bots. Answers them with whether each was launched when the controller last ran. */
  async load(): Promise<readonly StoredBot[]> {
    const stored = await this.#deps.store.list()
    for (const { bot } of stored) this.#bots.set(bot.id, bot)
    return stored
  }

  list(): Bot[] {
    return [...this.#bots.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** Throws `not_found`. */
  get(botId: BotId): Bot {
    const bot = this.#bots.get(botId)
    if (!bot) throw new AppError('not_found', `There is no bot ${botId}.`)
    return bot
  }

  async suggestId(): Promise<BotId> {
    return nextFreeBotId(await this.#deps.store.usedIds())
  }

  async create(input: CommandInput<'bots.create'>): Promise<Bot> {
    const { id = await this.suggestId(), ...given } = input
    const defaults = this.#deps.defaults()
    const fields = withoutUndefined<BotFields>(
      {
        name: input.name,
        color: 'teal',
        emoji: '',
        engine: 'ollama',
        model: defaults.modelName,
        instructions: '',
        temperature: defaults.temperature,
        maxTokens: defaults.maxTokens,
        options: {},
      },
      given,
    )
    return this.#insert(id, fields)
  }

  /** A bot that is not stored yet, for somebody who stores it together with other things and calls `reload` then. */
  async prepare({ name }: { readonly name: string }): Promise<Bot> {
    const { modelName, temperature, maxTokens } = this.#deps.defaults()
    const now = this.#deps.now()
    return {
      id: await this.suggestId(),
      ...{ name, temperature, maxTokens, options: {}, color: 'gray', emoji: '', instructions: '' },
      ...{ engine: 'ollama', model: modelName, version: 1, createdAt: now, updatedAt: now },
    }
  }

  /** Reads what somebody else stored, and tells everybody of bots that are new. */
  async reload(): Promise<void> {
    for (const { bot } of await this.#deps.store.list())
      if (!this.#bots.has(bot.id)) this.#keep(bot)
  }

  async duplicate(botId: BotId): Promise<Bot> {
    const {
      id: _id,
      version: _version,
      createdAt: _created,
      updatedAt: _updated,
      ...fields
    } = this.get(botId)
    return this.#insert(await this.suggestId(), {
      ...fields,
      name: `${fields.name} (copy)`.slice(0, 80),
    })
  }

  /** Throws `conflict`, with the bot as it is now, where `version` is not the stored one any more. */
  async update({
    botId,
    version,
    changes,
  }: CommandInput<'bots.update'>): Promise<{ readonly before: Bot; readonly bot: Bot }> {
    const before = this.get(botId)
    const fields = withoutUndefined<BotFields>(before, changes)
    const bot = this.#checked({
      ...before,
      ...fields,
      version: version + 1,
      updatedAt: this.#deps.now(),
    })
    if (before.version !== version || !(await this.#deps.store.update(bot))) {
      throw new AppError(
        'conflict',
        `${botId} was changed meanwhile. Look at it again, then make your change.`,
        { current: this.get(botId) },
      )
    }
    this.#keep(bot)
    return { before, bot }
  }

  async delete(botId: BotId): Promise<void> {
    this.get(botId)
    await this.#deps.store.delete(botId, this.#deps.now())
    this.#bots.delete(botId)
    this.#deps.hub.publishOverview({ event: 'bot.deleted', botId })
  }

  async restore(botId: BotId): Promise<Bot> {
    if (this.#bots.has(botId)) throw new AppError('conflict', `${botId} is not deleted.`)
    const restored = await this.#deps.store.restore(botId)
    if (!restored) throw new AppError('not_found', `There is no deleted bot ${botId}.`)
    this.#keep(restored.bot)
    return restored.bot
  }

  async #insert(id: BotId, fields: BotFields): Promise<Bot> {
    const now = this.#deps.now()
    const bot = this.#checked({ ...fields, id, version: 1, createdAt: now, updatedAt: now })
    await this.#deps.store.insert(bot)
    this.#keep(bot)
    return bot
  }

  #checked(bot: Bot): Bot {
    requireFormat(bot.options.format)
    if (!this.#deps.needsModel(bot.engine)) return { ...bot, model: null }
    if (bot.model === null) throw new AppError('invalid_input', 'Choose a model for this bot.')
    return bot
  }

  #keep(bot: Bot): void {
    this.#bots.set(bot.id, bot)
    this.#deps.hub.publishOverview({ event: 'bot.changed', bot })
  }
}

/** `changes` over `base`, taking what is really given. */
function withoutUndefined<T extends object>(
  base: T,
  changes: { readonly [K in keyof T]?: T[K] | undefined },
): T {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...base, ...Object.fromEntries(given) }
}
