import type { LoadedModel, ModelDetails } from '@shared/model/model'
import { modelKey } from '@shared/model/model-name'
import type { UpstreamId } from '@shared/model/upstream-name'
import type { ModelHost, PullLine } from '../models/model-host'
import type { Upstream } from './upstream'
import type { UpstreamPool } from './upstream-pool'

/** What all servers have installed and loaded; changes go to the one that is named, else to the first. */
export class RoutedModels implements ModelHost {
  readonly #poolOf: () => UpstreamPool

  /** Asked for at every use: what is known of models is there before the servers are. */
  constructor(pool: () => UpstreamPool) {
    this.#poolOf = pool
  }

  /** As the first server that has it tells; it counts as a cloud model where it is one on any of them. */
  async show(name: string, signal?: AbortSignal): Promise<Omit<ModelDetails, 'usedBy'>> {
    if (!this.#pool.areSeveral) return this.#pool.first.host.show(name, signal)
    const shown = await everywhere(this.#withModel(name), ({ host }) => host.show(name, signal))
    const [first] = shown
    return {
      ...first.value,
      cloud: shown.some(({ value }) => value.cloud),
      upstreams: shown.map(({ upstream }) => upstream.named),
    }
  }

  async loaded(): Promise<readonly Omit<LoadedModel, 'usedBy'>[]> {
    if (!this.#pool.areSeveral) return this.#pool.first.host.loaded()
    const answers = await everywhere(this.#reachable(), ({ host }) => host.loaded())
    return answers.flatMap(({ upstream, value }) => {
      upstream.setLoaded(value.map(({ name }) => name))
      return value.map((model) => ({ ...model, upstream: upstream.named }))
    })
  }

  pull(name: string, signal: AbortSignal, upstreamId?: UpstreamId): AsyncIterable<PullLine> {
    return this.#pool.get(upstreamId).host.pull(name, signal)
  }

  async delete(name: string, upstreamId?: UpstreamId): Promise<void> {
    const upstream = this.#pool.get(upstreamId)
    await upstream.host.delete(name)
    upstream.noteMissing(name)
  }

  freeBytes(upstreamId?: UpstreamId): Promise<number | null> {
    return this.#pool.get(upstreamId).host.freeBytes()
  }

  /** Of several machines there is no whole to compare with. */
  totalMemory(): number | null {
    return this.#pool.areSeveral ? null : this.#pool.first.host.totalMemory()
  }

  get #pool(): UpstreamPool {
    return this.#poolOf()
  }

  #withModel(name: string): readonly Upstream[] {
    const key = modelKey(name)
    const able = this.#reachable().filter((upstream) => upstream.hasInstalled(key) !== false)
    return able.length === 0 ? this.#reachable() : able
  }

  #reachable(): readonly Upstream[] {
    const able = this.#pool.all.filter(({ status }) => status?.reachable !== false)
    return able.length === 0 ? this.#pool.all : able
  }
}

interface Answer<T> {
  readonly upstream: Upstream
  readonly value: T
}

/** Asks all of them. Rejects as the first one did where none answers. */
async function everywhere<T>(
  upstreams: readonly Upstream[],
  ask: (upstream: Upstream) => Promise<T>,
): Promise<readonly [Answer<T>, ...Answer<T>[]]> {
  const results = await Promise.allSettled(
    upstreams.map(async (upstream) => ({ upstream, value: await ask(upstream) })),
  )
  const [first, ...others] = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  )
  if (first) return [first, ...others]
  throw results.find((result) => result.status === 'rejected')?.reason
}
