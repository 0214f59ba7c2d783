import { createHash } from 'node:crypto'
import { nameKey, withTag } from './model-name.ts'
import type { FakeModel } from './options.ts'

/** A model on disk, every blank filled in. */
export interface InstalledModel extends Required<
  Omit<FakeModel, 'system' | 'license' | 'damage' | 'remote' | 'layers'>
> {
  readonly key: string
  readonly digest: string
  readonly modifiedAt: number
  readonly parent: string
  readonly system: string | null
  readonly license: string | null
  readonly damage: 'truncated' | 'garbage' | 'missing' | null
  readonly remote: FakeModel['remote'] | null
}

export const DEFAULT_CONTEXT = 4096

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function install(model: FakeModel, modifiedAt: number): InstalledModel {
  return {
    capabilities: ['completion'],
    voice: 'words',
    size: 1_000_000,
    parameterSize: '1M',
    quantization: 'unknown',
    family: 'llama',
    contextLength: 4096,
    embeddingLength: 64,
    template: '{{ .Prompt }}',
    numPredict: 200,
    lettersPerToken: 4,
    parameters: [],
    onGpu: 0,
    ...model,
    name: withTag(model.name),
    key: nameKey(model.name),
    digest: digestOf(model.name),
    modifiedAt,
    parent: '',
    system: model.system ?? null,
    license: model.license ?? null,
    damage: model.damage ?? null,
    remote: model.remote ?? null,
  }
}

/** What is on disk. */
export class ModelStore {
  readonly #models = new Map<string, InstalledModel>()

  constructor(models: readonly FakeModel[]) {
    this.replace(models)
  }

  /** The first one listed counts as the newest. */
  replace(models: readonly FakeModel[]): void {
    this.#models.clear()
    const now = Date.now()
    models.forEach((model, index) => {
      const installed = install(model, now - 60_000 - index * 1_000)
      this.#models.set(installed.key, installed)
    })
  }

  find(name: string): InstalledModel | undefined {
    return this.#models.get(name) ?? this.#models.get(nameKey(name))
  }

  /** Newest first, as the server lists them. */
  list(): readonly InstalledModel[] {
    return [...this.#models.values()].sort((a, b) => b.modifiedAt - a.modifiedAt)
  }

  add(model: FakeModel): void {
    const installed = install(model, Date.now())
    this.#models.set(installed.key, installed)
  }

  copy(source: InstalledModel, name: string, changes: Partial<InstalledModel> = {}): void {
    const copy = {
      ...source,
      name: withTag(name),
      key: nameKey(name),
      modifiedAt: Date.now(),
      ...changes,
    }
    this.#models.set(copy.key, copy)
  }

  remove(name: string): boolean {
    return this.#models.delete(nameKey(name))
  }
}
