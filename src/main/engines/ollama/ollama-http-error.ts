import type { OverflowCount } from '@main/core/engines/context-overflow'

/** Ollama answered, and refused. */
export class OllamaHttpError extends Error {
  override readonly name = 'OllamaHttpError'
  readonly status: number
  /** Ollama's own short reason, for the log; it may carry paths and addresses. */
  readonly reason: string
  /** What it said of a prompt that is longer than the model's context; null for any other refusal. */
  readonly overflow: OverflowCount | null

  constructor(status: number, reason: string, overflow: OverflowCount | null = null) {
    super(`Ollama answered ${status}`)
    this.status = status
    this.reason = reason
    this.overflow = overflow
  }
}

/** What answered with 200 does not talk like Ollama. */
export class NotOllamaError extends Error {
  override readonly name = 'NotOllamaError'
}

const LONGEST_REASON = 500

/** The reason in an error body: `{"error":"text"}`, where the text may itself be JSON; empty where there is none. */
export function reasonOf(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body)
    const error = fieldOf(parsed, 'error') ?? fieldOf(parsed, 'message')
    if (typeof error !== 'string') return error === undefined ? '' : reasonOf(JSON.stringify(error))
    return error.startsWith('{') ? reasonOf(error) : error.slice(0, LONGEST_REASON)
  } catch {
    return ''
  }
}

/**
 * Whether a refusal says that the prompt is longer than the model's context. 0.32 names the kind of error and counts; all
 * that 0.24 has is this sentence (both captures 40b and 40d). A 400 has many other reasons.
 */
export function overflowIn(status: number, body: string): OverflowCount | null {
  if (status !== 400) return null
  try {
    return toOverflow(JSON.parse(body))
  } catch {
    return null
  }
}

function toOverflow(value: unknown): OverflowCount | null {
  if (fieldOf(value, 'type') === 'exceed_context_size_error')
    return { promptTokens: countIn(value, 'n_prompt_tokens'), limit: countIn(value, 'n_ctx') }
  const error = fieldOf(value, 'error')
  if (typeof error !== 'string') return error === undefined ? null : toOverflow(error)
  if (error === OLD_OVERFLOW) return { promptTokens: null, limit: null }
  return error.startsWith('{') ? toOverflow(JSON.parse(error)) : null
}

const OLD_OVERFLOW = 'the input length exceeds the context length'

function countIn(value: unknown, key: string): number | null {
  const count = fieldOf(value, key)
  return typeof count === 'number' && count > 0 ? count : null
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}
