import type { ChatResponse, ModelResponse } from 'ollama/browser'
import type { Model } from '@shared/model/engine'
import type { ReplyPart } from '@main/core/engines/engine'

const NS_PER_MS = 1e6
const NS_PER_S = 1e9

/** What the last line measured. Ollama counts in nanoseconds and leaves zeros out; what is missing is null. */
export function toDonePart(last: Partial<ChatResponse>): ReplyPart {
  const { load_duration, prompt_eval_count, eval_count, eval_duration, done_reason } = last
  return {
    kind: 'done',
    metrics: {
      loadMs: load_duration === undefined ? null : load_duration / NS_PER_MS,
      promptTokens: prompt_eval_count ?? null,
      replyTokens: eval_count ?? null,
      tokensPerSecond: eval_count && eval_duration ? eval_count / (eval_duration / NS_PER_S) : null,
      doneReason: done_reason ?? null,
    },
  }
}

/** A line of `/api/tags`. Older versions and foreign builds leave details out or call them `unknown`. */
export function toModel({
  name,
  size,
  details,
}: Pick<ModelResponse, 'name'> & Partial<ModelResponse>): Model {
  return {
    engine: 'ollama',
    name,
    size: Math.max(0, Math.trunc(size ?? 0)),
    family: known(details?.family),
    parameterSize: known(details?.parameter_size),
    quantization: known(details?.quantization_level),
  }
}

function known(text: string | undefined): string | null {
  return text === undefined || text === '' || text === 'unknown' ? null : text
}

/** `tiny` and `tiny:latest` are one model, and letters' case does not matter. */
export function isSameModel(one: string, other: string): boolean {
  return withTag(one) === withTag(other)
}

function withTag(name: string): string {
  const lower = name.toLowerCase()
  return lower.slice(lower.lastIndexOf('/') + 1).includes(':') ? lower : `${lower}:latest`
}
