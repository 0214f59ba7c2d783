/** The part of OpenAPI 3.1 that the controller writes and this page shows. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, OpenApiOperation>>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

export interface OpenApiOperation {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
  }
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required?: boolean
  readonly description?: string
  readonly schema?: Schema
}

export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly minimum?: number
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Method = (typeof METHODS)[number]

/** One thing that can be asked: a method and a path. */
export interface Operation {
  /** For the address: its `operationId`, or method and path. */
  readonly id: string
  readonly method: Method
  readonly path: string
  readonly group: string
  readonly summary: string
  readonly description: string
  readonly parameters: readonly Parameter[]
  /** An example of the JSON body; null where none is taken. */
  readonly bodyExample: string | null
}

function groupOf(path: string, tags: readonly string[] | undefined): string {
  return (
    tags?.[0] ??
    path.split('/').find((part) => part !== '' && part !== 'api' && part !== 'v1') ??
    'other'
  )
}

function bodyExampleOf(operation: OpenApiOperation, document: OpenApiDocument): string | null {
  const schema = operation.requestBody?.content?.['application/json']?.schema
  return schema === undefined ? null : JSON.stringify(exampleOf(schema, document), null, 2)
}

/** Every operation, in the order of the document. */
export function operationsOf(document: OpenApiDocument): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, byMethod]) =>
    METHODS.flatMap((method) => {
      const operation = byMethod[method]
      return operation === undefined ? [] : [toOperation(path, method, operation, document)]
    }),
  )
}

function toOperation(
  path: string,
  method: Method,
  operation: OpenApiOperation,
  document: OpenApiDocument,
): Operation {
  return {
    id: operation.operationId ?? `${method} ${path}`,
    method,
    path,
    group: groupOf(path, operation.tags),
    summary: operation.summary ?? path,
    description: operation.description ?? '',
    parameters: (operation.parameters ?? []).filter(
      (parameter) => parameter.in === 'path' || parameter.in === 'query',
    ),
    bodyExample: bodyExampleOf(operation, document),
  }
}

const DEEPEST = 6

function resolve(schema: Schema, document: OpenApiDocument): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return (name === undefined ? undefined : document.components?.schemas?.[name]) ?? schema
}

function typeOf(schema: Schema): string | undefined {
  return typeof schema.type === 'string' || schema.type === undefined
    ? schema.type
    : schema.type.find((type) => type !== 'null')
}

/** A value that a schema would take, to begin from: what it requires, and what has a default. */
export function exampleOf(schema: Schema, document: OpenApiDocument, depth = 0): unknown {
  const {
    default: preset,
    examples,
    enum: choices,
    anyOf,
    oneOf,
    ...rest
  } = resolve(schema, document)
  const given = [preset, examples?.[0], choices?.[0]].find((value) => value !== undefined)
  if (given !== undefined) return given
  const option = (anyOf ?? oneOf)?.[0]
  if (option !== undefined) return exampleOf(option, document, depth + 1)
  return blankOf(rest, document, depth)
}

function blankOf(schema: Schema, document: OpenApiDocument, depth: number): unknown {
  switch (typeOf(schema)) {
    case 'object':
      return objectExample(schema, document, depth)
    case 'array':
      return []
    case 'integer':
    case 'number':
      return Math.max(0, schema.minimum ?? 0)
    case 'boolean':
      return false
    case 'string':
      return ''
    case undefined:
    default:
      return null
  }
}

function objectExample(schema: Schema, document: OpenApiDocument, depth: number): unknown {
  if (depth >= DEEPEST) return {}
  const wanted = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) === true,
  )
  return Object.fromEntries(
    wanted.map(([name, property]) => [name, exampleOf(property, document, depth + 1)]),
  )
}

/** The address to ask, with its parameters filled in; empty ones of the query are left out, of the path they keep their name. */
export function addressOf(
  operation: Pick<Operation, 'path' | 'parameters'>,
  values: Readonly<Record<string, string>>,
): string {
  const path = operation.path.replace(/\{([^}]+)\}/g, (place, name: string) =>
    values[name] === undefined || values[name] === '' ? place : encodeURIComponent(values[name]),
  )
  const query = new URLSearchParams()
  for (const { name, in: place } of operation.parameters) {
    const value = values[name] ?? ''
    if (place === 'query' && value !== '') query.set(name, value)
  }
  const search = query.toString()
  return search === '' ? path : `${path}?${search}`
}
