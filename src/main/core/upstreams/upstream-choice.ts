import { modelKey } from '@shared/model/model-name'
import { DEFAULT_UPSTREAM_ID } from '@shared/model/upstream-name'
import type { UpstreamId, UpstreamName } from '@shared/model/upstream-name'
import type { Engine } from '../engines/engine'
import type { UpstreamPool } from './upstream-pool'

/** Which server an owner means who looks after models: the one that is named, else the first. */
export class UpstreamChoice {
  readonly #pool: UpstreamPool
  readonly #only: () => Engine

  /** `only`: the engine where there is one server. */
  constructor(pool: UpstreamPool, only: () => Engine) {
    this.#pool = pool
    this.#only = only
  }

  /** Throws `not_found`. */
  engineOf(upstreamId: UpstreamId | undefined): Engine {
    const upstream = this.#pool.get(upstreamId)
    return this.#pool.areSeveral ? upstream.engine : this.#only()
  }

  /** Null where there is one, as then nobody need tell them apart. Throws `not_found`. */
  nameOf(upstreamId: UpstreamId | undefined): UpstreamName | null {
    const upstream = this.#pool.get(upstreamId)
    return this.#pool.areSeveral ? upstream.named : null
  }
}

/** The same for all spellings of one model at one server, however that is named. */
export function upstreamKey(name: string, upstreamId: UpstreamId | undefined): string {
  return `${modelKey(name)} ${upstreamId ?? DEFAULT_UPSTREAM_ID}`
}
