import { AppError, toWireError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { EngineName } from '@shared/model/engine'
import type { BotId } from '@shared/model/ids'
import type { Instance } from '@shared/model/instance'
import type { BotService } from '../bots/bot-service'
import type { EngineMonitor } from '../engines/engine-monitor'
import type { EngineRegistry } from '../engines/engine-registry'
import type { Logger } from '../logging/logger'
import type { CloudGuard } from '../models/cloud-guard'
import type { BotStore } from '../storage/storage'
import type { TurnConductor } from '../turns/turn-conductor'
import type { InstanceTable } from './instance-table'

export interface LauncherDeps {
  readonly bots: Pick<BotService, 'get' | 'list'>
  readonly store: Pick<BotStore, 'setLaunched'>
  readonly engines: EngineRegistry
  readonly monitor: Pick<EngineMonitor, 'refresh'>
  readonly guard: Pick<CloudGuard, 'requireAllowed'>
  readonly instances: InstanceTable
  readonly turns: Pick<TurnConductor, 'stopBot' | 'resumeQueues'>
  readonly log: Logger
}

/** Brings bots up and down. Launching is real: the model is checked and loaded before a bot is `ready`. */
export class Launcher {
  readonly #deps: LauncherDeps
  readonly #loading = new Map<
    BotId,
    { readonly abort: AbortController; readonly settled: Promise<void> }
  >()

  constructor(deps: LauncherDeps) {
    this.#deps = deps
  }

  /** Answers at once with `starting`; loading goes on and ends in `ready` or `failed`. Throws `conflict` where launched. */
  async launch(botId: BotId): Promise<Instance> {
    const bot = this.#deps.bots.get(botId)
    const { state } = this.#deps.instances.get(botId)
    if (state !== 'stopped' && state !== 'failed') {
      throw new AppError('conflict', `${botId} is launched already: it is ${state}.`)
    }
    const instance = this.#start(bot)
    try {
      await this.#deps.store.setLaunched(botId, true)
    } catch (error) {
      // What is refused did not happen: the bot is as it was before.
      await this.#endLoading(botId)
      await this.#free(bot)
      this.#deps.instances.enter(botId, 'stopped')
      throw error
    }
    return instance
  }

  /** Launches what was launched when the controller last ran. */
  relaunch(bot: Bot): void {
    this.#start(bot)
  }

  /**
   * Ends its turns, keeps what was said and frees its model; also where the disk takes nothing, which the instance's notice
   * says then. Throws `conflict` where it is not launched.
   */
  async stop(botId: BotId): Promise<Instance> {
    const bot = this.#deps.bots.get(botId)
    const { state } = this.#deps.instances.get(botId)
    if (state === 'stopped' || state === 'stopping')
      throw new AppError('conflict', `${botId} is ${state} already.`)
    this.#deps.instances.enter(botId, 'stopping')
    await this.#endLoading(botId)
    await this.#deps.turns.stopBot(botId)
    const notices = [await this.#free(bot), await this.#keepStopped(botId)]
    const notice = notices.filter((text) => text !== null).join(' ') || null
    return this.#deps.instances.enter(botId, 'stopped', { notice })
  }

  async stopIfLaunched(botId: BotId): Promise<void> {
    this.#deps.bots.get(botId)
    if (this.#deps.instances.get(botId).state !== 'stopped') await this.stop(botId)
  }

  /** A launched bot got another engine or model: loads the new one, frees the old one. Running turns end as they began. */
  async reload(before: Bot, bot: Bot): Promise<void> {
    const { state } = this.#deps.instances.get(bot.id)
    if (state === 'stopped' || state === 'stopping') return
    await this.#endLoading(bot.id)
    this.#start(bot)
    await this.#free(before)
  }

  /** An engine is back: what failed for want of it is launched again. */
  recover(engine: EngineName): void {
    for (const bot of this.#deps.bots.list()) {
      const { state, error } = this.#deps.instances.get(bot.id)
      if (bot.engine === engine && state === 'failed' && error?.code === 'engine_unavailable')
        this.#start(bot)
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#loading.keys()].map((botId) => this.#endLoading(botId)))
  }

  #start(bot: Bot): Instance {
    const instance = this.#deps.instances.enter(bot.id, 'starting', { model: bot.model })
    const abort = new AbortController()
    const loading = { abort, settled: this.#load(bot, abort.signal) }
    this.#loading.set(bot.id, loading)
    void loading.settled.then(() => {
      if (this.#loading.get(bot.id) === loading) this.#loading.delete(bot.id)
    })
    return instance
  }

  async #load(bot: Bot, signal: AbortSignal): Promise<void> {
    const { engines, guard, instances, turns, monitor, log } = this.#deps
    try {
      await guard.requireAllowed(bot, signal)
      await engines.get(bot.engine).load(bot.model, signal)
      if (signal.aborted) return
      instances.enter(bot.id, 'ready')
      await turns.resumeQueues(bot.id)
    } catch (error) {
      if (signal.aborted) return
      const { code, message } = toWireError(error)
      if (!(error instanceof AppError)) log.error('launch failed', { botId: bot.id, error })
      instances.enter(bot.id, 'failed', { error: { code, message } })
      if (code === 'engine_unavailable') void monitor.refresh(bot.engine)
    }
  }

  async #endLoading(botId: BotId): Promise<void> {
    const loading = this.#loading.get(botId)
    if (!loading) return
    loading.abort.abort()
    await loading.settled
  }

  /** Answers what the person should know, where the disk does not take it. */
  async #keepStopped(botId: BotId): Promise<string | null> {
    try {
      await this.#deps.store.setLaunched(botId, false)
      return null
    } catch (error) {
      const { message } = toWireError(error)
      return `Stopped, but not written down: it is launched again when Port 8000 starts. ${message}`
    }
  }

  /** Frees the bot's model unless another launched bot uses it. Answers what the person should know, if it could not. */
  async #free(bot: Bot): Promise<string | null> {
    if (bot.model === null || this.#isUsedElsewhere(bot)) return null
    try {
      await this.#deps.engines.get(bot.engine).unload(bot.model)
      return null
    } catch (error) {
      this.#deps.log.warn('model not freed', { botId: bot.id, error })
      return `Stopped, but ${bot.model} could not be freed: ${toWireError(error).message}`
    }
  }

  #isUsedElsewhere({ id, engine, model }: Bot): boolean {
    return this.#deps.bots.list().some((other) => {
      const launched = !['stopped', 'stopping', 'failed'].includes(
        this.#deps.instances.get(other.id).state,
      )
      return other.id !== id && other.engine === engine && other.model === model && launched
    })
  }
}
