import type { Bot } from '@shared/model/bot'
import type { Think } from '../engines/engine'
import { unlessAborted } from '../engines/unless-aborted'
import type { ModelFactsService } from '../models/model-facts'

export type ThinkingChoiceDeps = Pick<ModelFactsService, 'factsOf' | 'known'>

/** Whether a bot's model is told to think. */
export class ThinkingChoice {
  readonly #facts: ThinkingChoiceDeps

  constructor(facts: ThinkingChoiceDeps) {
    this.#facts = facts
  }

  /**
   * What the bot asks for, where its model is known to be able to think; else `false`, which every model takes. A bot that
   * does not ask for it costs no question. Throws the signal's reason once it is aborted.
   */
  async of({ model, options }: Bot, signal: AbortSignal): Promise<Think> {
    const { think = 'off' } = options
    if (think === 'off' || model === null) return false
    const facts =
      this.#facts.known(model) ?? (await unlessAborted(this.#facts.factsOf(model), signal))
    if (facts?.capabilities?.includes('thinking') !== true) return false
    return think === 'on' ? true : think
  }
}
