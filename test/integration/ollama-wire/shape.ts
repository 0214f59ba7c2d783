/** The shape of a JSON value: its keys and the types behind them, with a list told by the set of its elements' shapes. */
export function shapeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].sort().join('|')}]`
  if (typeof value !== 'object') return typeof value
  const fields = Object.entries(value).map(([key, inner]) => `${key}:${shapeOf(inner)}`)
  return `{${fields.sort().join(',')}}`
}

/** What can be compared between two servers' answers: the kinds of lines, and the words that do not change. */
export interface BodyFacts {
  readonly kinds: readonly string[]
  readonly errors: readonly string[]
  readonly statuses: readonly string[]
  readonly text: readonly string[]
}

export function factsOf(lines: readonly string[]): BodyFacts {
  const parsed = lines.map(parse)
  return {
    kinds: distinct(
      parsed.map((line) => (line.json === undefined ? 'text' : line.event + shapeOf(line.json))),
    ),
    errors: distinct(parsed.flatMap((line) => wordAt(line.json, 'error'))),
    statuses: distinct(parsed.flatMap((line) => wordAt(line.json, 'status'))),
    text: parsed.flatMap((line) => (line.json === undefined ? [line.text] : [])),
  }
}

interface Line {
  readonly event: string
  readonly text: string
  /** Undefined where the line is no JSON. */
  readonly json: unknown
}

function parse(text: string): Line {
  const event = text.startsWith('data: ') ? 'data: ' : ''
  try {
    const json: unknown = JSON.parse(text.slice(event.length))
    return { event, text, json }
  } catch {
    return { event, text, json: undefined }
  }
}

/** The text of a field, with numbers and digests blotted out: they belong to one machine. */
function wordAt(value: unknown, key: 'error' | 'status'): readonly string[] {
  if (typeof value !== 'object' || value === null || !(key in value)) return []
  const word: unknown = Object.entries(value).find(([name]) => name === key)?.[1]
  if (typeof word !== 'string') return []
  return [word.replace(/\b[0-9a-f]{12,64}\b/g, '#').replace(/\d+/g, '0')]
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}
