/** Ollama answered, and refused. */
export class OllamaHttpError extends Error {
  override readonly name = 'OllamaHttpError'
  readonly status: number
  /** Ollama's own short reason, for the log; it may carry paths and addresses. */
  readonly reason: string

  constructor(status: number, reason: string) {
    super(`Ollama answered ${status}`)
    this.status = status
    this.reason = reason
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

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}
