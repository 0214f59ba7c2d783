import type { ModelResponse, Ollama, ShowResponse } from 'ollama/browser'
import type { Model } from '@shared/model/model'
import { isCloudName } from '@shared/model/model-name'

/**
 * Where a model runs on other servers (ollama/ollama, api/types.go: ListModelResponse, ShowResponse). The captures know
 * none, because their servers had their cloud switched off.
 */
interface Remote {
  readonly remote_model?: string
  readonly remote_host?: string
}

/** A line of `/api/tags`: what 0.24 tells, and what 0.32 tells besides. */
export type TagsEntry = Pick<ModelResponse, 'name'> &
  Partial<Omit<ModelResponse, 'details' | 'modified_at'>> &
  Remote & {
    readonly details?: Partial<ModelResponse['details']> & { readonly context_length?: number }
    readonly capabilities?: readonly string[]
    readonly modified_at?: unknown
  }

/** An answer of `/api/show`. The client declares `model_info` as a `Map`; what comes is an object. */
export type ShownEntry = Partial<Omit<ShowResponse, 'model_info'>> &
  Remote & { readonly model_info?: Readonly<Record<string, unknown>> }

export async function showModel(client: Pick<Ollama, 'show'>, name: string): Promise<ShownEntry> {
  return (await client.show({ model: name })) as unknown as ShownEntry
}

/** What only some versions tell in their list, and every one on being asked. */
export interface Description {
  readonly capabilities: string[] | null
  readonly contextLength: number | null
}

/** A line of `/api/tags`. Older versions and foreign builds leave details out or call them `unknown`. */
export function toModel(entry: TagsEntry, description: Description): Model {
  const { name, size, details, modified_at } = entry
  return {
    engine: 'ollama',
    name,
    size: wholeBytes(size),
    family: known(details?.family),
    parameterSize: known(details?.parameter_size),
    quantization: known(details?.quantization_level),
    modifiedAt: toTime(modified_at),
    cloud: isRemote(entry) || isCloudName(name),
    ...description,
  }
}

/** Null where this line does not tell. */
export function describedBy({ capabilities, details }: TagsEntry): Description | null {
  if (!capabilities) return null
  return { capabilities: [...capabilities], contextLength: details?.context_length ?? null }
}

export function describedByShow({ capabilities, model_info }: ShownEntry): Description {
  const architecture = model_info?.['general.architecture']
  const length = model_info?.[`${String(architecture)}.context_length`]
  return {
    capabilities: capabilities ?? null,
    contextLength: typeof length === 'number' ? Math.trunc(length) : null,
  }
}

export function isRemote({ remote_model, remote_host }: Remote): boolean {
  return (remote_model ?? '') !== '' || (remote_host ?? '') !== ''
}

/** Epoch milliseconds; Ollama writes RFC 3339. */
export function toTime(text: unknown): number | null {
  const time = typeof text === 'string' ? Date.parse(text) : NaN
  return Number.isFinite(time) ? Math.max(0, time) : null
}

export function wholeBytes(size: number | undefined): number {
  return Math.max(0, Math.trunc(size ?? 0))
}

export function known(text: string | undefined): string | null {
  return text === undefined || text === '' || text === 'unknown' ? null : text
}
