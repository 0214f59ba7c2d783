import { AppError } from '@shared/contract/app-error'
import type { Route } from './routes'

/** What came with a request, as the HTTP library hands it over. */
export interface RequestParts {
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
}

type Fields = readonly (readonly [name: string, value: unknown])[]

/**
 * The input of a row's command. Nothing is dropped: whatever is there but unknown reaches the command's schema, which
 * refuses it. Throws `invalid_input` for what a schema could not see any more.
 */
export function inputOf(
  route: Pick<Route, 'method' | 'numbers' | 'words'>,
  { params, query, body }: RequestParts,
): Readonly<Record<string, unknown>> {
  const fields = new Map(Object.entries(params))
  for (const [name, value] of route.method === 'GET'
    ? fieldsOfQuery(route, query)
    : fieldsOfBody(query, body)) {
    if (fields.has(name))
      throw new AppError('invalid_input', `"${name}" is given twice. Name it once.`)
    fields.set(name, value)
  }
  return Object.fromEntries(fields)
}

function fieldsOfBody(query: RequestParts['query'], body: unknown): Fields {
  if (Object.keys(query).length > 0) {
    throw new AppError(
      'invalid_input',
      'This request takes no query. Put its input into the body, as JSON.',
    )
  }
  if (body === undefined) return []
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AppError('invalid_input', 'The body must be a JSON object.')
  }
  return Object.entries(body)
}

function fieldsOfQuery(
  { numbers = [], words = [] }: Pick<Route, 'numbers' | 'words'>,
  query: RequestParts['query'],
): Fields {
  const fields: [string, unknown][] = []
  const groups = new Map<string, [string, unknown][]>()
  for (const [name, text] of Object.entries(query)) {
    const number = numbers.includes(name) ? toNumber(text) : text
    const value = words.includes(name) ? toWord(number) : number
    const dot = name.indexOf('.')
    if (dot < 0) {
      fields.push([name, value])
      continue
    }
    const group = groups.get(name.slice(0, dot)) ?? []
    group.push([name.slice(dot + 1), value])
    groups.set(name.slice(0, dot), group)
  }
  for (const [name, group] of groups) fields.push([name, Object.fromEntries(group)])
  return fields
}

/** Anything else stays as it is. */
function toWord(text: unknown): unknown {
  return text === 'true' ? true : text === 'false' ? false : text === 'null' ? null : text
}

/** What is not a number stays as it is, for the schema to refuse. */
function toNumber(text: unknown): unknown {
  return typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
