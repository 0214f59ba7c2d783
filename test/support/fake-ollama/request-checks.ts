import { isObject } from './read-body.ts'
import { DEFAULT_CONTEXT } from './model-store.ts'
import type { InstalledModel } from './model-store.ts'
import type { JsonObject } from './options.ts'

export interface Refusal {
  readonly status: number
  readonly message: string
  /** The chat route hands on what the runner refused in a chunked answer of its own. */
  readonly handedOn?: boolean
}

const DEFAULT_KEEP_ALIVE_MS = 5 * 60_000
/** What Go makes of "for ever": the longest duration it can hold, in ms. */
const FOREVER_MS = 9_223_372_036_854
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

const FLOATS = [
  'temperature',
  'top_p',
  'min_p',
  'typical_p',
  'repeat_penalty',
  'presence_penalty',
  'frequency_penalty',
]
const INTEGERS = [
  'num_ctx',
  'num_predict',
  'num_keep',
  'num_batch',
  'num_gpu',
  'main_gpu',
  'num_thread',
  'seed',
  'top_k',
  'repeat_last_n',
]

/** The `keep_alive` of a request in ms, or why it cannot be read. */
export function keepAliveOf(body: JsonObject): number | Refusal {
  const value = body['keep_alive']
  if (value === undefined || value === null) return DEFAULT_KEEP_ALIVE_MS
  if (typeof value === 'number') return value < 0 ? FOREVER_MS : value * 1_000
  const text = typeof value === 'string' ? value : ''
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text.replace(/^-/, '')) {
    return { status: 400, message: `time: invalid duration "${text}"` }
  }
  if (text.startsWith('-')) return FOREVER_MS
  return parts.reduce((sum, part) => sum + Number(part[1]) * (UNIT_MS[part[2] ?? ''] ?? 0), 0)
}

/** A wrong option type is a 500 there; an unknown option is let through. */
export function checkOptions(options: JsonObject): Refusal | null {
  for (const [name, value] of Object.entries(options)) {
    if (value === null) continue
    if (FLOATS.includes(name) && typeof value !== 'number') return wrongOption(name, 'float32')
    if (INTEGERS.includes(name) && typeof value !== 'number') return wrongOption(name, 'integer')
    if (name === 'stop' && !Array.isArray(value)) return wrongOption(name, 'array')
  }
  return null
}

function wrongOption(name: string, type: string): Refusal {
  return { status: 500, message: `option "${name}" must be of type ${type}` }
}

export function optionsOf(body: JsonObject): JsonObject {
  const options = body['options']
  return isObject(options) ? options : {}
}

export function numberAt(options: JsonObject, name: string): number | null {
  const value = options[name]
  return typeof value === 'number' ? Math.trunc(value) : null
}

/** The context that is really used: clamped to what the model was trained with, without a word. */
export function contextOf(model: InstalledModel, options: JsonObject): number {
  const asked = numberAt(options, 'num_ctx') ?? DEFAULT_CONTEXT
  return asked <= 0 ? DEFAULT_CONTEXT : Math.min(asked, model.contextLength)
}

/** What of the options besides the context makes a loaded model another one. */
export function layoutOf(options: JsonObject): string {
  return JSON.stringify([numberAt(options, 'num_gpu'), numberAt(options, 'num_batch')])
}

export function limitOf(model: InstalledModel, options: JsonObject): number {
  const asked = numberAt(options, 'num_predict')
  return asked === null || asked < 0 ? model.numPredict : asked
}

const THINK_LEVELS = ['high', 'medium', 'low', 'max']

/** Whether the model is to think; null where the request does not say. */
export function thinkOf(value: unknown): boolean | null | Refusal {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && THINK_LEVELS.includes(value)) return true
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  return {
    status: 400,
    message: `invalid think value: "${shown}" (must be "high", "medium", "low", "max", true, or false)`,
  }
}

export function isRefusal(value: unknown): value is Refusal {
  return isObject(value) && typeof value['status'] === 'number'
}

/** A bad `format` is found only once the model runs, hence a 500. */
export function checkFormat(format: unknown): Refusal | null {
  if (
    format === undefined ||
    format === null ||
    format === '' ||
    format === 'json' ||
    isObject(format)
  )
    return null
  return {
    status: 500,
    message: `invalid format: ${JSON.stringify(JSON.stringify(format))}; expected "json" or a valid JSON Schema object`,
  }
}

/** About a token per four letters, which is enough to overflow a context where the captures did. */
export function estimateTokens(texts: readonly string[], lettersPerToken = 4): number {
  return 3 + texts.reduce((sum, text) => sum + Math.ceil(text.length / lettersPerToken), 0)
}

/** What `prompt_eval_count` says of a prompt that was cut in silence: all of the context, or half of it (captures 40). */
export function countedOf(isOld: boolean, tokens: number, context: number): number {
  if (tokens <= context) return tokens
  return isOld ? context : Math.floor(context / 2) + 3
}

/** With `shift: false` a reply ends where the context does (capture 40c of 0.24). */
export function limitIn(body: JsonObject, limit: number, tokens: number, context: number): number {
  return body['shift'] === false ? Math.max(1, Math.min(limit, context - tokens + 1)) : limit
}

export function overflow(isOld: boolean, tokens: number, context: number): Refusal {
  if (isOld) return { status: 400, message: 'the input length exceeds the context length' }
  const error = {
    code: 400,
    message: `request (${tokens} tokens) exceeds the available context size (${context} tokens), try increasing it`,
    type: 'exceed_context_size_error',
    n_prompt_tokens: tokens,
    n_ctx: context,
  }
  return { status: 400, message: JSON.stringify({ error }) }
}

export function damageOf(model: InstalledModel, isOld: boolean, asked: string): Refusal | null {
  if (model.damage === null) return null
  if (model.damage === 'truncated') {
    const tensor = isOld
      ? 'tensor "blk.0.ffn_gate.weight" offset+size (224096)'
      : 'tensor "token_embd.weight" offset+size (241504)'
    return { status: 500, message: `${tensor} exceeds file size (200000)` }
  }
  if (model.damage === 'garbage') return { status: 500, message: isOld ? '' : 'invalid file magic' }
  if (isOld) return { status: 400, message: `"${asked}" does not support chat` }
  return { status: 404, message: `model "${asked}" not found, try pulling it first` }
}
