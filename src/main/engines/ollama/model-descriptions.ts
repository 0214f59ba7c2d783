import type { Ollama } from 'ollama/browser'
import type { Model } from '@shared/model/model'
import { describedBy, describedByShow, showModel, toModel } from './to-model'
import type { Description, TagsEntry } from './to-model'

const UNKNOWN: Description = { capabilities: null, contextLength: null }

/**
 * What models can do. Versions that do not say so in their list (0.24) are asked for each model, once: a digest names
 * the same model for ever.
 */
export class ModelDescriptions {
  readonly #byDigest = new Map<string, Description>()

  async complete(
    entries: readonly TagsEntry[],
    client: Pick<Ollama, 'show'>,
  ): Promise<readonly Model[]> {
    const models: Model[] = []
    for (const entry of entries) models.push(toModel(entry, await this.#describe(entry, client)))
    return models
  }

  async #describe(entry: TagsEntry, client: Pick<Ollama, 'show'>): Promise<Description> {
    const told = describedBy(entry) ?? this.#byDigest.get(entry.digest ?? '')
    if (told) return told
    try {
      const described = describedByShow(await showModel(client, entry.name))
      if (entry.digest !== undefined) this.#byDigest.set(entry.digest, described)
      return described
    } catch {
      // Deleted meanwhile, or a file that cannot be read: the list itself is still true.
      return UNKNOWN
    }
  }
}
