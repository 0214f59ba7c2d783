import { modelKey } from '@shared/model/model-name'
import { ModelGate } from './model-gate'
import type { GateLimits } from './model-gate'

/** The gates of one server, one for each model. */
export class ModelGates {
  readonly #limits: GateLimits
  readonly #onRoom: (model: string) => void
  readonly #byKey = new Map<string, ModelGate>()

  /** `onRoom`: one more request for this model could begin here at once, and none waits for it. */
  constructor(limits: GateLimits, onRoom: (model: string) => void) {
    this.#limits = limits
    this.#onRoom = onRoom
  }

  /** Requests that were sent and have not ended. */
  get underWay(): number {
    return this.#sum(({ underWay }) => underWay)
  }

  get waiting(): number {
    return this.#sum(({ waiting }) => waiting)
  }

  /** For any spelling of the model's name. */
  of(model: string): ModelGate {
    const key = modelKey(model)
    const known = this.#byKey.get(key)
    if (known) return known
    const gate = new ModelGate(this.#limits, () => {
      this.#onRoom(key)
    })
    this.#byKey.set(key, gate)
    return gate
  }

  waitingFor(model: string): number {
    return this.#byKey.get(modelKey(model))?.waiting ?? 0
  }

  /** Asks everybody who waits whether they stay. */
  reconsider(): void {
    for (const gate of this.#byKey.values()) gate.reconsider(true)
  }

  #sum(of: (gate: ModelGate) => number): number {
    let sum = 0
    for (const gate of this.#byKey.values()) sum += of(gate)
    return sum
  }
}
