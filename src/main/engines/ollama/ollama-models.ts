import { totalmem } from 'node:os'
import type { ListResponse, Ollama } from 'ollama/browser'
import type { LoadedModel, ModelDetails } from '@shared/model/model'
import { isSameModel } from '@shared/model/model-name'
import type { ModelHost, PullLine } from '@main/core/models/model-host'
import { ModelsDirectory } from './models-directory'
import { OllamaClient, QUESTION_LIMIT_MS } from './ollama-client'
import type { OllamaClientDeps } from './ollama-client'
import { isOnThisMachine } from './is-on-this-machine'
import { toPullError } from './to-pull-error'
import {
  describedByShow,
  isRemote,
  known,
  showModel,
  toModel,
  toTime,
  wholeBytes,
} from './to-model'
import type { ShownEntry, TagsEntry } from './to-model'

/** Ollama frees no model by itself that was loaded with `keep_alive: -1`, and says so with a year far ahead (capture 31d). */
const FOR_EVER_AFTER = Date.UTC(2200, 0)

/** Deleting waits for the disk. */
const DELETE_LIMIT_MS = 60_000

/** What an Ollama server has installed and loaded, and the way to change that. */
export class OllamaModels implements ModelHost {
  readonly #client: OllamaClient
  readonly #directory = new ModelsDirectory()

  constructor(deps: OllamaClientDeps) {
    this.#client = new OllamaClient(deps)
  }

  async show(name: string, signal?: AbortSignal): Promise<Omit<ModelDetails, 'usedBy'>> {
    return this.#client.ask(name, signal ?? null, QUESTION_LIMIT_MS, async ({ client }) => {
      const shown = await showModel(client, name)
      const entry = await entryOf(client, name)
      return toDetails(name, shown, entry)
    })
  }

  async loaded(): Promise<readonly Omit<LoadedModel, 'usedBy'>[]> {
    return this.#client.ask(null, null, QUESTION_LIMIT_MS, async ({ client }) => {
      const { models } = await client.ps()
      return models.map(toLoaded)
    })
  }

  async *pull(name: string, signal: AbortSignal): AsyncGenerator<PullLine, void, undefined> {
    signal.throwIfAborted()
    const call = this.#client.open(signal)
    let finished = false
    try {
      const lines = await call.client.pull({ model: name, stream: true })
      for await (const line of lines) {
        finished = line.status === 'success'
        yield line
        if (finished) return
      }
      throw new Error('the stream ended without success')
    } catch (error) {
      signal.throwIfAborted()
      throw this.#client.logged(toPullError(error, name, call), error)
    } finally {
      if (!finished) call.abort(null)
      call.close()
    }
  }

  async delete(name: string): Promise<void> {
    await this.#client.ask(name, null, DELETE_LIMIT_MS, async ({ client }) => {
      await client.delete({ model: name })
    })
  }

  async freeBytes(): Promise<number | null> {
    if (!isOnThisMachine(this.#client.host)) return null
    return this.#directory.freeBytes(() => this.#anyModelfile())
  }

  totalMemory(): number | null {
    return isOnThisMachine(this.#client.host) ? totalmem() : null
  }

  /** The Modelfile of some installed model: it names the directory. Null where none is installed. */
  async #anyModelfile(): Promise<string | null> {
    return this.#client.ask(null, null, QUESTION_LIMIT_MS, async ({ client }) => {
      const { models } = (await client.list()) as { readonly models: readonly TagsEntry[] }
      const local = models.find((entry) => !isRemote(entry))
      return local ? ((await showModel(client, local.name)).modelfile ?? null) : null
    })
  }
}

async function entryOf(client: Ollama, name: string): Promise<TagsEntry> {
  const { models } = (await client.list()) as { readonly models: readonly TagsEntry[] }
  return models.find((entry) => isSameModel(entry.name, name)) ?? { name }
}

function toDetails(
  name: string,
  shown: ShownEntry,
  entry: TagsEntry,
): Omit<ModelDetails, 'usedBy'> {
  const model = toModel({ ...shown, ...entry, name: entry.name || name }, describedByShow(shown))
  return {
    ...model,
    cloud: model.cloud || isRemote(shown),
    format: known(shown.details?.format),
    license: known(shown.license),
    template: known(shown.template),
    system: known(shown.system),
    parameters: toParameters(shown.parameters ?? ''),
  }
}

/** Lines like `num_predict                    200`. */
function toParameters(text: string): { name: string; value: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, name, value] = /^(\S+)\s+(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [{ name, value }]
  })
}

function toLoaded(entry: ListResponse['models'][number]): Omit<LoadedModel, 'usedBy'> {
  const expiresAt = toTime(entry.expires_at)
  const { context_length } = entry as { readonly context_length?: number }
  return {
    name: entry.name,
    size: wholeBytes(entry.size),
    sizeOnGpu: Math.min(wholeBytes(entry.size_vram), wholeBytes(entry.size)),
    contextLength: context_length ?? null,
    expiresAt: expiresAt === null || expiresAt > FOR_EVER_AFTER ? null : expiresAt,
  }
}
