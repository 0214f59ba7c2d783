export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** What newer browsers add to JSON: a number as it was written, which is written so again. */
interface RawJson {
  rawJSON?(text: string): unknown
  isRawJSON?(value: unknown): boolean
}
const raw: RawJson = JSON as unknown as RawJson

/**
 * The value that a text is as JSON; undefined where it is none. Numbers that JavaScript cannot hold stay as they were
 * written, where the browser knows how.
 */
export function parseJson(text: string): Json | undefined {
  const asWritten = (_key: string, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value
    return raw.rawJSON?.(source) ?? value
  }
  try {
    return JSON.parse(text, asWritten) as Json
  } catch {
    return undefined
  }
}

/** What is in a list or an object, by name or number; nothing in anything else. */
export function partsOf(value: Json): readonly (readonly [key: string, part: Json])[] {
  if (typeof value !== 'object' || value === null || raw.isRawJSON?.(value)) return []
  return Object.entries(value)
}
