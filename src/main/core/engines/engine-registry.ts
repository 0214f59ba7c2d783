import type { EngineName } from '@shared/model/engine'
import type { Engine } from './engine'

/** The engines this controller has, by name: one of each. */
export class EngineRegistry {
  readonly #engines: Readonly<Record<EngineName, Engine>>

  constructor(engines: Readonly<Record<EngineName, Engine>>) {
    this.#engines = engines
  }

  get(name: EngineName): Engine {
    return this.#engines[name]
  }

  all(): Engine[] {
    return Object.values(this.#engines)
  }
}
