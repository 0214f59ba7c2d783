import { AppError } from '@shared/contract/app-error'
import type { LoadingModel } from '@shared/model/model'
import { upstreamKey } from '../upstreams/upstream-choice'
import type { UpstreamId } from '@shared/model/upstream-name'
import type { UpstreamChoice } from '../upstreams/upstream-choice'
import type { EventHub } from '../events/event-hub'
import type { CloudGuard } from './cloud-guard'

export interface ModelLoadsDeps {
  readonly upstreams: Pick<UpstreamChoice, 'engineOf' | 'nameOf'>
  readonly guard: Pick<CloudGuard, 'requireAllowed'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly now: () => number
}

interface Load {
  readonly loading: LoadingModel
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
    return [...this.#loads.values()].map(({ loading }) => loading)
  }

  /** Resolves once it is there; a load that goes on already is joined. Rejects with `conflict` where it is given up. */
  load(name: string, upstreamId?: UpstreamId): Promise<void> {
    const upstream = this.#deps.upstreams.nameOf(upstreamId)
    const key = upstreamKey(name, upstreamId)
    const going = this.#loads.get(key)
    if (going) return going.settled
    const abort = new AbortController()
    const settled = this.#run(name, abort.signal, upstreamId).finally(() => {
      this.#loads.delete(key)
      this.#deps.hub.publishOverview({ event: 'models.changed' })
    })
    this.#loads.set(key, {
      loading: { name, since: this.#deps.now(), ...(upstream && { upstream }) },
      ...{ abort, settled },
    })
    this.#deps.hub.publishOverview({ event: 'models.changed' })
    return settled
  }

  /** Frees it, or gives up loading it. */
  async unload(name: string, upstreamId?: UpstreamId): Promise<void> {
    if (await this.cancel(name, upstreamId)) return
    await this.#deps.upstreams.engineOf(upstreamId).unload(name)
    this.#deps.hub.publishOverview({ event: 'models.changed' })
  }

  /** Gives up loading it; false where it was not being loaded. */
  async cancel(name: string, upstreamId?: UpstreamId): Promise<boolean> {
    const load = this.#loads.get(upstreamKey(name, upstreamId))
    if (!load) return false
    load.abort.abort(new AppError('conflict', `Loading ${name} was given up.`))
    await load.settled.catch(() => undefined)
    return true
  }

  async close(): Promise<void> {
    await Promise.all(this.list().map(({ name, upstream }) => this.cancel(name, upstream?.id)))
  }

  async #run(name: string, signal: AbortSignal, upstreamId?: UpstreamId): Promise<void> {
    await this.#deps.guard.requireAllowed({ engine: 'ollama', model: name }, signal)
    await this.#deps.upstreams.engineOf(upstreamId).load(name, signal)
  }
}
