import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { LoadPin, LoadPlan } from '@shared/model/load-plan'
import { isSameModel, modelKey } from '@shared/model/model-name'
import { unlessAborted } from '../engines/unless-aborted'
import type { EventHub } from '../events/event-hub'
import type { LoadPinStore } from './load-pin-store'
import type { ModelFacts, ModelFactsService } from './model-facts'
import { planLoading } from './plan-loading'
import type { Planned } from './plan-loading'

/** A model that is in memory is told within milliseconds (0.6 to 6.5 in the captures); the fastest load took 41 (0.24, 40). */
export const RELOAD_MS = 40
/** A reply waits so long for what its model was trained for; without it, what was known last is true enough. */
const FACTS_LIMIT_MS = 2_000

export interface ModelLoadingDeps {
  readonly facts: Pick<ModelFactsService, 'factsOf' | 'known'>
  readonly bots: () => readonly Bot[]
  readonly pins: LoadPinStore
  /** The longest context the settings allow, in tokens. */
  readonly limit: () => number
  readonly hub: Pick<EventHub, 'onOverview' | 'publishOverview'>
  readonly now: () => number
}

interface Reloads {
  readonly count: number
  readonly last: LoadPlan['lastReload']
}

/** What each model is loaded with: the one place that loading and every reply ask, so that no two of them differ. */
export class ModelLoading {
  readonly #deps: ModelLoadingDeps
  readonly #plans = new Map<string, Planned>()
  readonly #lastFacts = new Map<string, ModelFacts>()
  readonly #pins = new Map<string, { readonly name: string; readonly pin: LoadPin }>()
  readonly #reloads = new Map<string, Reloads>()

  constructor(deps: ModelLoadingDeps) {
    this.#deps = deps
    deps.hub.onOverview(({ event }) => {
      if (OUTDATING.has(event)) this.#plans.clear()
    })
  }

  /** Reads what was pinned. */
  async start(): Promise<void> {
    for (const { name, pin } of await this.#deps.pins.list())
      this.#pins.set(modelKey(name), { name, pin })
    this.#plans.clear()
  }

  /** What `planFor` answers by all that is known now, for those who cannot wait. */
  planNow(model: string): Planned {
    const known = this.#plans.get(modelKey(model))
    return known ?? this.#plan(model, this.#deps.facts.known(model))
  }

  /** What to load it with; asks the engine only where the model is not known yet. Throws the signal's reason once it is aborted. */
  async planFor(model: string, signal?: AbortSignal): Promise<Planned> {
    const key = modelKey(model)
    const known = this.#plans.get(key)
    if (known) return known
    const facts = await this.#factsOf(model, signal)
    const plan = this.#plan(model, facts)
    if (facts) {
      this.#lastFacts.set(key, facts)
      // What changed while it was asked is in neither.
      if (this.#deps.facts.known(model) === facts) this.#plans.set(key, plan)
    }
    return plan
  }

  /** The plans of every model that a bot names or that is pinned, by name. */
  async list(): Promise<LoadPlan[]> {
    const names = new Map<string, string>()
    for (const { model } of this.#deps.bots()) if (model !== null) names.set(modelKey(model), model)
    for (const [key, { name }] of this.#pins) if (!names.has(key)) names.set(key, name)
    const sorted = [...names.values()].sort()
    return Promise.all(sorted.map((name) => this.of(name)))
  }

  async of(name: string): Promise<LoadPlan> {
    const { count = 0, last = null } = this.#reloads.get(modelKey(name)) ?? {}
    return { ...(await this.planFor(name)), name, reloads: count, lastReload: last }
  }

  /** Holds a model's loading fast, or lets it go where nothing is pinned any more. The next use of it loads it so. */
  async pin(name: string, pin: LoadPin): Promise<LoadPlan> {
    const key = modelKey(name)
    const { trainedFor } = await this.planFor(name)
    if (pin.contextLength !== null && trainedFor !== null && pin.contextLength > trainedFor)
      throw tooLong(name, pin.contextLength, trainedFor)
    const isEmpty = Object.values(pin).every((value) => value === null)
    await this.#deps.pins.set(name, isEmpty ? null : pin)
    if (isEmpty) this.#pins.delete(key)
    else this.#pins.set(key, { name, pin })
    this.#deps.hub.publishOverview({ event: 'models.changed' })
    return this.of(name)
  }

  /** A reply told how long it waited for its model, in milliseconds. */
  replied(model: string, loadMs: number | null): void {
    if (loadMs === null || loadMs < RELOAD_MS) return
    const key = modelKey(model)
    const count = (this.#reloads.get(key)?.count ?? 0) + 1
    this.#reloads.set(key, { count, last: { ms: loadMs, at: this.#deps.now() } })
  }

  #plan(model: string, facts: ModelFacts | null): Planned {
    const key = modelKey(model)
    return planLoading({
      bots: this.#deps.bots().filter((bot) => bot.model !== null && isSameModel(bot.model, model)),
      facts: facts ?? this.#lastFacts.get(key) ?? null,
      pin: this.#pins.get(key)?.pin ?? null,
      limit: this.#deps.limit(),
    })
  }

  async #factsOf(model: string, signal: AbortSignal | undefined): Promise<ModelFacts | null> {
    const known = this.#deps.facts.known(model)
    if (known) return known
    const limit = AbortSignal.timeout(FACTS_LIMIT_MS)
    try {
      const ends = signal ? AbortSignal.any([signal, limit]) : limit
      return await unlessAborted(this.#deps.facts.factsOf(model), ends)
    } catch (error) {
      signal?.throwIfAborted()
      if (limit.aborted) return null
      throw error
    }
  }
}

/** After any of these a plan may be another. */
const OUTDATING: ReadonlySet<string> = new Set([
  'bot.changed',
  'bot.deleted',
  'models.changed',
  'engine.changed',
  'settings.changed',
])

function tooLong(name: string, wanted: number, trainedFor: number): AppError {
  return new AppError(
    'invalid_input',
    `${name} was trained for ${trainedFor.toLocaleString('en')} tokens; ${wanted.toLocaleString('en')} would be cut to that without a word. Pin at most that many.`,
  )
}
