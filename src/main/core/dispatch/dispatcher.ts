import type { AppError } from '@shared/contract/app-error'
import type { EngineName } from '@shared/model/engine'
import { modelKey } from '@shared/model/model-name'
import type { EngineRegistry } from '../engines/engine-registry'
import type { ReplyPart, ReplyRequest } from '../engines/engine'
import { DispatchedReply } from './dispatched-reply'
import type { Seat } from './fair-queue'
import { ModelGate } from './model-gate'
import type { GateLimits } from './model-gate'

export interface DispatcherDeps {
  readonly engines: Pick<EngineRegistry, 'get'>
  readonly limits: GateLimits
}

/**
 * Stands between whoever wants a reply and the engine that makes it: each model has a gate of its own, where people take
 * turns. Several servers are one to it. Engines without models need none.
 */
export class Dispatcher {
  readonly #deps: DispatcherDeps
  readonly #gates = new Map<string, ModelGate>()

  constructor(deps: DispatcherDeps) {
    this.#deps = deps
  }

  /** As `Engine.reply`, once it is its turn; throws `engine_busy` besides where too many wait. */
  reply(
    engineName: EngineName,
    request: ReplyRequest,
    seat: Seat,
    signal: AbortSignal,
  ): AsyncIterable<ReplyPart> {
    const engine = this.#deps.engines.get(engineName)
    const ask = () => engine.reply(request, signal)
    if (!engine.needsModel) return ask()
    return new DispatchedReply({ gate: this.#gateOf(engineName, request.model), seat, ask, signal })
  }

  /** Why one more request for this model would be refused; null where there is room. */
  whyFull(engineName: EngineName, model: string | null): AppError | null {
    return this.#gates.get(keyOf(engineName, model))?.whyFull() ?? null
  }

  #gateOf(engineName: EngineName, model: string | null): ModelGate {
    const key = keyOf(engineName, model)
    const known = this.#gates.get(key)
    if (known) return known
    const gate = new ModelGate(this.#deps.limits)
    this.#gates.set(key, gate)
    return gate
  }
}

function keyOf(engineName: EngineName, model: string | null): string {
  return `${engineName} ${modelKey(model ?? '')}`
}
