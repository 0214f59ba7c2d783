import { AppError } from '@shared/contract/app-error'
import type { EngineName, EngineStatus, Model } from '@shared/model/engine'
import type { Engine } from '../engines/engine'
import type { EngineMonitor } from '../engines/engine-monitor'
import type { EngineRegistry } from '../engines/engine-registry'

/** An engine that does not list its models in this time counts as away. */
const LIST_TIMEOUT_MS = 5_000

export interface ModelServiceDeps {
  readonly engines: EngineRegistry
  readonly monitor: Pick<EngineMonitor, 'refresh' | 'statuses'>
}

export class ModelService {
  readonly #deps: ModelServiceDeps

  constructor(deps: ModelServiceDeps) {
    this.#deps = deps
  }

  /** The models of one engine or of all. An engine that is away gives none and says why in its status. */
  async list(only: EngineName | undefined): Promise<{ models: Model[]; engines: EngineStatus[] }> {
    const engines = only ? [this.#deps.engines.get(only)] : this.#deps.engines.all()
    const [lists, statuses] = await Promise.all([
      Promise.all(engines.map(listOrNothing)),
      Promise.all(engines.map((engine) => this.#deps.monitor.refresh(engine.name))),
    ])
    return { models: lists.flat(), engines: statuses }
  }
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
