import { readDeclared } from '@shared/model/declared-options'
import type { DeclaredOptions } from '@shared/model/declared-options'
import type { Model } from '@shared/model/model'
import { modelKey } from '@shared/model/model-name'
import type { EventHub } from '../events/event-hub'
import type { ModelHost } from './model-host'

/** What a model says of itself. What its engine does not tell is null. */
export interface ModelFacts extends Pick<
  Model,
  'name' | 'capabilities' | 'contextLength' | 'family' | 'parameterSize' | 'cloud'
> {
  /** What its Modelfile sets where a bot sets nothing. */
  readonly declared: DeclaredOptions
}

export interface ModelFactsDeps {
  readonly host: Pick<ModelHost, 'show'>
  readonly hub: Pick<EventHub, 'onOverview'>
}

/** After these there may be other models by the same names, also on another server. */
const OUTDATING: ReadonlySet<string> = new Set([
  'models.changed',
  'engine.changed',
  'settings.changed',
])

/** What is known of each model, asked once: until the models or their engine change, or one of them is launched anew. */
export class ModelFactsService {
  readonly #deps: ModelFactsDeps
  readonly #known = new Map<string, ModelFacts>()
  readonly #asking = new Map<string, Promise<ModelFacts | null>>()

  constructor(deps: ModelFactsDeps) {
    this.#deps = deps
    deps.hub.onOverview(({ event }) => {
      if (OUTDATING.has(event)) this.forget()
    })
  }

  /**
   * Never rejects: null while the engine is away or has no such model, which is asked again the next time. Questions at the
   * same time about one model, however it is spelt, are one request.
   */
  async factsOf(model: string): Promise<ModelFacts | null> {
    const key = modelKey(model)
    const known = this.#known.get(key)
    if (known) return known
    const asking = this.#asking.get(key) ?? this.#ask(key, model)
    return asking
  }

  /** What is known without asking; null where nothing is yet. For the hot path. */
  known(model: string): ModelFacts | null {
    return this.#known.get(modelKey(model)) ?? null
  }

  /** All of them, or one. Answers on their way are given to who waits for them, but are not kept. */
  forget(model?: string): void {
    if (model === undefined) {
      this.#known.clear()
      this.#asking.clear()
    } else {
      this.#known.delete(modelKey(model))
      this.#asking.delete(modelKey(model))
    }
  }

  #ask(key: string, model: string): Promise<ModelFacts | null> {
    const asking: Promise<ModelFacts | null> = this.#show(model).then((facts) => {
      if (this.#asking.get(key) !== asking) return facts
      this.#asking.delete(key)
      if (facts) this.#known.set(key, facts)
      return facts
    })
    this.#asking.set(key, asking)
    return asking
  }

  async #show(model: string): Promise<ModelFacts | null> {
    try {
      const shown = await this.#deps.host.show(model)
      const { name, capabilities, contextLength, family, parameterSize, cloud } = shown
      const told = { name, capabilities, contextLength, family, parameterSize, cloud }
      return { ...told, declared: readDeclared(shown.parameters) }
    } catch {
      // Who asks can go on without; what talks to the model says what is wrong with it.
      return null
    }
  }
}
