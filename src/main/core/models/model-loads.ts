import { AppError } from '@shared/contract/app-error'
import type { LoadingModel } from '@shared/model/model'
import { modelKey } from '@shared/model/model-name'
import type { EngineRegistry } from '../engines/engine-registry'
import type { EventHub } from '../events/event-hub'
import type { CloudGuard } from './cloud-guard'

export interface ModelLoadsDeps {
  readonly engines: EngineRegistry
  readonly guard: Pick<CloudGuard, 'requireAllowed'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly now: () => number
}

interface Load extends LoadingModel {
  readonly abort: AbortController
  readonly settled: Promise<void>
}

/** Models that somebody brings into memory without a bot, and frees again. */
export class ModelLoads {
  readonly #deps: ModelLoadsDeps
  readonly #loads = new Map<string, Load>()

  constructor(deps: ModelLoadsDeps) {
    this.#deps = deps
  }

  list(): LoadingModel[] {
    return [...this.#loads.values()].map(({ name, since }) => ({ name, since }))
  }

  /** Resolves once it is there; a load that goes on already is joined. Rejects with `conflict` where it is given up. */
  load(name: string): Promise<void> {
    const key = modelKey(name)
    const going = this.#loads.get(key)
    if (going) return going.settled
    const abort = new AbortController()
    const settled = this.#run(name, abort.signal).finally(() => {
      this.#loads.delete(key)
      this.#deps.hub.publishOverview({ event: 'models.changed' })
    })
    this.#loads.set(key, { name, since: this.#deps.now(), abort, settled })
    this.#deps.hub.publishOverview({ event: 'models.changed' })
    return settled
  }

  /** Frees it, or gives up loading it. */
  async unload(name: string): Promise<void> {
    if (await this.cancel(name)) return
    await this.#deps.engines.get('ollama').unload(name)
    this.#deps.hub.publishOverview({ event: 'models.changed' })
  }

  /** Gives up loading it; false where it was not being loaded. */
  async cancel(name: string): Promise<boolean> {
    const load = this.#loads.get(modelKey(name))
    if (!load) return false
    load.abort.abort(new AppError('conflict', `Loading ${name} was given up.`))
    await load.settled.catch(() => undefined)
    return true
  }

  async close(): Promise<void> {
    await Promise.all(this.list().map(({ name }) => this.cancel(name)))
  }

  async #run(name: string, signal: AbortSignal): Promise<void> {
    await this.#deps.guard.requireAllowed({ engine: 'ollama', model: name }, signal)
    await this.#deps.engines.get('ollama').load(name, signal)
  }
}
