import type { IncomingMessage } from 'node:http'
import type { JsonObject } from './options.ts'

export async function readText(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of req) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

export type ParsedBody =
  { readonly ok: true; readonly body: JsonObject } | { readonly ok: false; readonly error: string }

/** Parses a request's JSON; the errors are worded as Go's decoder words them. */
export function parseBody(text: string): ParsedBody {
  if (text === '') return { ok: false, error: 'missing request body' }
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return { ok: true, body: value }
    return {
      ok: false,
      error: `json: cannot unmarshal ${goKind(value)} into Go value of type api.Request`,
    }
  } catch {
    return { ok: false, error: syntaxError(text.trim()) }
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What Go calls a JSON value. */
export function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (value === null) return 'null'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

export function textAt(body: JsonObject, key: string): string {
  const value = body[key]
  return typeof value === 'string' ? value : ''
}

function syntaxError(text: string): string {
  const start = text[0] ?? ''
  if ('{["'.includes(start)) return 'unexpected EOF'
  if (start === 'n') return `invalid character '${text[1] ?? ' '}' in literal null (expecting 'u')`
  return `invalid character '${start}' looking for beginning of value`
}
