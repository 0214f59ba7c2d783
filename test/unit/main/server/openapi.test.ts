import { describe, expect, it } from 'vitest'
import { createOpenApi } from '@main/server/openapi'
import { routes } from '@main/server/routes'
import { HTTP_STATUS } from '@main/server/http-status'
import { ERROR_CODES } from '@shared/contract/errors'
import { commands } from '@shared/contract/commands'

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly security?: unknown
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: object
  }[]
  readonly requestBody?: {
    readonly content: Record<
      string,
      { readonly schema: { readonly required: string[]; readonly properties: object } }
    >
  }
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, { readonly schema: object }> }
  >
}
interface Document {
  readonly openapi: string
  readonly info: { readonly version: string }
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, unknown> }
}

// As a reader gets it.
const api = JSON.parse(JSON.stringify(createOpenApi('9.8.7'))) as Document
const operationAt = (method: string, path: string): Operation | undefined =>
  api.paths[path]?.[method]

describe('the OpenAPI document', () => {
  it('says which OpenAPI and which version of this controller it is', () => {
    expect(api.openapi).toMatch(/^3\.1\./)
    expect(api.info.version).toBe('9.8.7')
  })

  it('has an operation for every row, named by its command, with its summary, answer and error', () => {
    for (const { method, path, command, status = 200 } of routes) {
      const operation = operationAt(method.toLowerCase(), path.replace(/:(\w+)/g, '{$1}'))
      expect(operation?.operationId.startsWith(command), path).toBe(true)
      expect(operation?.summary).toBe(commands[command].summary)
      expect(operation?.responses[status], path).toBeDefined()
      expect(operation?.responses['default']?.content?.['application/json']).toBeDefined()
      expect(operation?.security === undefined, path).toBe(commands[command].access === 'public')
    }
  })

  it('names every operation once', () => {
    const ids = Object.values(api.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('declares every name that stands in an address', () => {
    for (const [path, methods] of Object.entries(api.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const { parameters = [] } of Object.values(methods)) {
        expect(
          parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
        ).toEqual(named)
      }
    }
  })

  it('refers only to schemas that it holds', () => {
    const references = [...JSON.stringify(api).matchAll(/"\$ref":"([^"]*)"/g)].map(
      ([, reference]) => reference ?? '',
    )
    expect(references.length).toBeGreaterThan(20)
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\//)
      expect(Object.keys(api.components.schemas)).toContain(reference.split('/').at(-1))
    }
    expect(JSON.stringify(api)).not.toContain('$defs')
  })

  it('asks for no id of a message that the door makes itself, and offers the event stream', () => {
    const send = operationAt('post', '/api/v1/sessions/{sessionId}/messages')
    expect(send?.requestBody?.content['application/json']?.schema).toMatchObject({
      required: ['text'],
      properties: { text: { type: 'string' }, clientMessageId: { type: 'string' } },
    })
    expect(Object.keys(send?.responses['200']?.content ?? {})).toEqual(['text/event-stream'])
  })

  it('spells a page of sessions as the query that the door reads', () => {
    const parameters = operationAt('get', '/api/v1/sessions')?.parameters ?? []
    expect(parameters.map(({ name }) => name).sort()).toEqual([
      'archived',
      'before.id',
      'before.updatedAt',
      'botId',
      'folderId',
      'limit',
      'pinned',
      'tag',
    ])
    expect(parameters.every((parameter) => parameter.in === 'query' && !parameter.required)).toBe(
      true,
    )
  })
})

describe('the status of an error', () => {
  it('is a status of failure for every code', () => {
    for (const code of ERROR_CODES) expect(HTTP_STATUS[code], code).toBeGreaterThanOrEqual(400)
  })
})
