import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { EngineName, EngineStatus } from '@shared/model/engine'
import type { BotId } from '@shared/model/ids'
import type { EngineMemory, ListedModel, Model, ModelDetails } from '@shared/model/model'
import { isSameModel } from '@shared/model/model-name'
import type { UpstreamId } from '@shared/model/upstream-name'
import type { BotService } from '../bots/bot-service'
import type { Engine } from '../engines/engine'
import type { EngineMonitor } from '../engines/engine-monitor'
import type { EngineRegistry } from '../engines/engine-registry'
import type { EventHub } from '../events/event-hub'
import type { InstanceTable } from '../instances/instance-table'
import type { Launcher } from '../instances/launcher'
import type { UpstreamChoice } from '../upstreams/upstream-choice'
import type { ModelHost } from './model-host'
import type { ModelLoads } from './model-loads'

/** An engine that does not list its models in this time counts as away. */
const LIST_TIMEOUT_MS = 5_000

export interface ModelServiceDeps {
  readonly engines: EngineRegistry
  readonly host: Pick<ModelHost, 'show' | 'loaded' | 'delete' | 'totalMemory'>
  readonly loads: Pick<ModelLoads, 'list' | 'cancel'>
  readonly upstreams: Pick<UpstreamChoice, 'engineOf'>
  readonly monitor: Pick<EngineMonitor, 'refresh'>
  readonly bots: Pick<BotService, 'list'>
  readonly instances: Pick<InstanceTable, 'get'>
  readonly launcher: Pick<Launcher, 'stop'>
  readonly hub: Pick<EventHub, 'publishOverview'>
}

/** What models there are, which are loaded, who uses them, and their end. */
export class ModelService {
  readonly #deps: ModelServiceDeps

  constructor(deps: ModelServiceDeps) {
    this.#deps = deps
  }

  /** The models of one engine or of all. An engine that is away gives none and says why in its status. */
  async list(
    only: EngineName | undefined,
  ): Promise<{ models: ListedModel[]; engines: EngineStatus[] }> {
    const engines = only ? [this.#deps.engines.get(only)] : this.#deps.engines.all()
    const [lists, statuses] = await Promise.all([
      Promise.all(engines.map(listOrNothing)),
      Promise.all(engines.map((engine) => this.#deps.monitor.refresh(engine.name))),
    ])
    const models = lists.flat().map((model) => ({ ...model, usedBy: this.#idsUsing(model.name) }))
    return { models, engines: statuses }
  }

  async show(name: string): Promise<ModelDetails> {
    return { ...(await this.#deps.host.show(name)), usedBy: this.#idsUsing(name) }
  }

  async memory(): Promise<EngineMemory> {
    const loaded = await this.#deps.host.loaded()
    return {
      models: loaded.map((model) => ({ ...model, usedBy: this.#idsUsing(model.name) })),
      loading: this.#deps.loads.list(),
      total: this.#deps.host.totalMemory(),
    }
  }

  /**
   * Deletes a model for good. Throws `conflict` where `usedBy` does not name every bot that uses it: who deletes knows
   * what they do. Bots that are launched with it are stopped, which frees it; a deleted model could not be named any more
   * (capture 57e). Of several servers it goes from the one that is named, else the first.
   */
  async delete(name: string, usedBy: readonly BotId[], upstreamId?: UpstreamId): Promise<void> {
    const users = this.#usersOf(name)
    const unnamed = users.filter(({ id }) => !usedBy.includes(id))
    if (unnamed.length > 0) throw stillUsed(name, unnamed)
    await this.#deps.loads.cancel(name, upstreamId)
    for (const { id } of users)
      if (this.#deps.instances.get(id).state !== 'stopped') await this.#deps.launcher.stop(id)
    await this.#freeQuietly(name, upstreamId)
    await this.#deps.host.delete(name, upstreamId)
    this.#deps.hub.publishOverview({ event: 'models.changed' })
  }

  /** It may be in memory without a bot. Where it cannot be freed, the deleting says what is wrong. */
  async #freeQuietly(name: string, upstreamId: UpstreamId | undefined): Promise<void> {
    try {
      await this.#deps.upstreams.engineOf(upstreamId).unload(name)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }

  #usersOf(name: string): Bot[] {
    return this.#deps.bots.list().filter(({ model }) => model !== null && isSameModel(model, name))
  }

  #idsUsing(name: string): BotId[] {
    return this.#usersOf(name).map(({ id }) => id)
  }
}

function stillUsed(name: string, bots: readonly Bot[]): AppError {
  const named = bots.map((bot) => `${bot.id} (${bot.name})`).join(', ')
  return new AppError(
    'conflict',
    `${name} is used by ${named}. To delete it all the same, name them in usedBy; they need another model afterwards.`,
  )
}

async function listOrNothing(engine: Engine): Promise<readonly Model[]> {
  try {
    return await engine.listModels(AbortSignal.timeout(LIST_TIMEOUT_MS))
  } catch (error) {
    // The engine's status, asked for beside this, tells the person what is wrong.
    if (error instanceof AppError || isTimeout(error)) return []
    throw error
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}
