import { UNKNOWN_FACTOR, UNKNOWN_OVERHEAD } from '@shared/model/estimate-tokens'
import { modelKey } from '@shared/model/model-name'

/** Nearly six characters a token: no model makes less of prose. */
const LEAST_FACTOR = 0.7
/** A shorter prompt says more of the template around it than of the text in it. In estimated tokens. */
const TELLING_PROMPT = 256
/** A model that is out of these bounds counted something else: images, tools, or only what was not in its cache. */
const FACTOR_BOUNDS = { min: 0.3, max: 4 }
const MAX_OVERHEAD = 2_048
/** How fast a lower count is believed; a higher one is at once, for too long a prompt costs a second try. */
const TRUST = 0.25
/** The names of models that are remembered: two numbers each. */
const MAX_MODELS = 1_000

interface Scale {
  readonly factor: number
  readonly overhead: number
  /** Whether the factor comes from the model itself. */
  readonly isMeasured: boolean
}
const UNKNOWN: Scale = { factor: UNKNOWN_FACTOR, overhead: UNKNOWN_OVERHEAD, isMeasured: false }

/**
 * How many tokens each model makes of what we estimate, learnt from the `prompt_eval_count` of its replies. Both captured
 * versions count the whole prompt, also where most of it was still in the cache (captures 23 and 25, the two of 27).
 */
export class TokenCalibration {
  readonly #scales = new Map<string, Scale>()

  /** Whether the model itself told how much it makes of a text. */
  knows(model: string): boolean {
    return this.#scaleOf(model).isMeasured
  }

  /** What a prompt of so many estimated tokens takes. */
  tokensOf(model: string, estimated: number): number {
    const { factor, overhead } = this.#scaleOf(model)
    return Math.ceil(overhead + factor * estimated)
  }

  /** What it takes at the least: nothing is refused unsent that might fit. */
  atLeast(model: string, estimated: number): number {
    const { factor, overhead, isMeasured } = this.#scaleOf(model)
    return isMeasured
      ? Math.floor(overhead + factor * estimated * 0.9)
      : Math.floor(estimated * LEAST_FACTOR)
  }

  /** How many estimated tokens fit so many of the model's; may be negative. */
  estimatedFor(model: string, tokens: number): number {
    const { factor, overhead } = this.#scaleOf(model)
    return Math.floor((tokens - overhead) / factor)
  }

  /** The model counted a prompt. */
  learn(model: string, estimated: number, counted: number): void {
    if (estimated <= 0 || counted <= 0) return
    const before = this.#scaleOf(model)
    if (estimated < TELLING_PROMPT) {
      const overhead = Math.round(counted - before.factor * estimated)
      this.#set(model, { ...before, overhead: Math.min(Math.max(overhead, 0), MAX_OVERHEAD) })
      return
    }
    const seen = (counted - Math.min(before.overhead, counted)) / estimated
    if (seen < FACTOR_BOUNDS.min || seen > FACTOR_BOUNDS.max) return
    const factor =
      seen > before.factor || !before.isMeasured
        ? seen
        : before.factor + TRUST * (seen - before.factor)
    this.#set(model, { ...before, factor, isMeasured: true })
  }

  /** The model refused a prompt as too long: it is at least so much more than was thought. */
  tooLong(model: string, estimated: number, limit: number): void {
    const { factor, overhead, isMeasured } = this.#scaleOf(model)
    const atLeast = (limit - Math.min(overhead, limit)) / Math.max(estimated, 1)
    const higher = Math.min(Math.max(factor * 1.5, atLeast), FACTOR_BOUNDS.max)
    this.#set(model, { factor: higher, overhead, isMeasured })
  }

  #scaleOf(model: string): Scale {
    return this.#scales.get(modelKey(model)) ?? UNKNOWN
  }

  #set(model: string, scale: Scale): void {
    if (this.#scales.size >= MAX_MODELS) this.#scales.clear()
    this.#scales.set(modelKey(model), scale)
  }
}
