type Schema = Readonly<Record<string, unknown>>

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']
/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const ONE = [
  ...[
    'items',
    'additionalItems',
    'additionalProperties',
    'unevaluatedProperties',
    'unevaluatedItems',
  ],
  ...['contains', 'propertyNames', 'not', 'if', 'then', 'else'],
]
const LIST = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const BY_NAME = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']
const COUNTS = [
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
  ...['minContains', 'maxContains'],
]
const NUMBERS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']

const MAX_SCHEMA_LENGTH = 32_768
const MAX_DEPTH = 32

/**
 * What is wrong with a JSON schema itself, with its place; null where nothing is. Only references within it are taken:
 * nothing is ever fetched. Ollama answers 500 to a format it cannot read (capture 36c), so this is asked before it is sent.
 */
export function problemOfSchema(schema: Schema): string | null {
  if (JSON.stringify(schema).length > MAX_SCHEMA_LENGTH)
    return `The schema is longer than ${MAX_SCHEMA_LENGTH.toLocaleString('en')} characters.`
  return problemAt(schema, '', schema, 0)
}

function problemAt(value: unknown, path: string, root: Schema, depth: number): string | null {
  if (typeof value === 'boolean') return null
  if (!isObject(value)) return `${placeOf(path)} takes a schema: an object in braces.`
  if (depth > MAX_DEPTH) return `${placeOf(path)} is too deep: at most ${MAX_DEPTH} levels.`
  return problemOfWords(value, path, root) ?? problemBelow(value, path, root, depth + 1)
}

function problemOfWords(schema: Schema, path: string, root: Schema): string | null {
  const problems = Object.entries(schema).map(([word, value]) => {
    const wrong = CHECKS.get(word)?.(value, root) ?? null
    return wrong === null ? null : `${placeOf(`${path}/${word}`)} ${wrong}`
  })
  return problems.find((problem) => problem !== null) ?? null
}

type CheckWord = (value: unknown, root: Schema) => string | null

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0
const unless =
  (fits: (value: unknown) => boolean, problem: string): CheckWord =>
  (value) =>
    fits(value) ? null : problem
const allAs = (words: readonly string[], check: CheckWord) =>
  words.map((word) => [word, check] as const)

const CHECKS: ReadonlyMap<string, CheckWord> = new Map([
  ...allAs(COUNTS, unless(isCount, 'takes a whole number from 0.')),
  ...allAs(
    NUMBERS,
    unless((value) => typeof value === 'number', 'takes a number.'),
  ),
  ['type', problemOfType],
  ['required', unless(isTexts, 'takes a list of names.')],
  ['enum', unless((value) => Array.isArray(value) && value.length > 0, 'takes a list of values.')],
  ['pattern', unless(isPattern, 'takes a regular expression.')],
  ['$ref', problemOfReference],
])

function problemOfType(value: unknown): string | null {
  const types: readonly unknown[] = Array.isArray(value) ? value : [value]
  const known = types.length > 0 && types.every((type) => TYPES.includes(String(type)))
  return known ? null : `takes one of ${TYPES.join(', ')}, or a list of them.`
}

function problemOfReference(value: unknown, root: Schema): string | null {
  if (typeof value !== 'string' || !/^#(\/|$)/.test(value))
    return 'takes a place in this schema, like #/$defs/name.'
  const names = value.slice(1).split('/').slice(1)
  let found: unknown = root
  for (const name of names) {
    const key = decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')
    found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined
  }
  return isObject(found) || typeof found === 'boolean' ? null : 'names a place that is not there.'
}

function problemBelow(schema: Schema, path: string, root: Schema, depth: number): string | null {
  for (const [place, value] of partsOf(schema, path)) {
    const problem = problemAt(value, place, root, depth)
    if (problem !== null) return problem
  }
  return null
}

/** Every schema right below one, with its place. What should hold schemas and does not is itself one that is wrong. */
function partsOf(schema: Schema, path: string): [place: string, part: unknown][] {
  return Object.entries(schema).flatMap(([word, value]): [string, unknown][] => {
    const place = `${path}/${word}`
    if (ONE.includes(word)) {
      // Before 2020 a list of schemas stood here, one for each item.
      const isOld = word === 'items' && Array.isArray(value)
      return isOld ? value.map((part, index) => [`${place}/${index}`, part]) : [[place, value]]
    }
    if (LIST.includes(word) && Array.isArray(value))
      return value.map((part, index) => [`${place}/${index}`, part])
    if (BY_NAME.includes(word) && isObject(value))
      return Object.entries(value).map(([name, part]) => [`${place}/${name}`, part])
    return LIST.includes(word) || BY_NAME.includes(word) ? [[place, null]] : []
  })
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function placeOf(path: string): string {
  return path === '' ? 'The schema' : `“${path.slice(1)}”`
}
