import { describe, expect, it } from 'vitest'
import { inputOf } from '@main/server/route-input'
import { routes } from '@main/server/routes'
import { commands } from '@shared/contract/commands'
import { z } from 'zod'

const empty = { params: {}, query: {}, body: undefined }
const GET = { method: 'GET', numbers: ['limit', 'before.updatedAt'] } as const
const POST = { method: 'POST' } as const

describe('how a request becomes the input of a command', () => {
  it('joins the address with the query, and reads numbers', () => {
    const parts = { ...empty, params: { sessionId: 'S' }, query: { limit: '-1', engine: '12' } }
    expect(inputOf(GET, parts)).toEqual({ sessionId: 'S', limit: -1, engine: '12' })
  })

  it.each(['abc', '', '1e3', '0x10', ' 1', 'Infinity', 'NaN', '--1'])(
    'leaves %j for the schema to refuse where a number belongs',
    (limit) => {
      expect(inputOf(GET, { ...empty, query: { limit } })).toEqual({ limit })
    },
  )

  it('leaves a number that is given twice for the schema to refuse', () => {
    expect(inputOf(GET, { ...empty, query: { limit: ['1', '2'] } })).toEqual({ limit: ['1', '2'] })
  })

  it('reads true, false and null where they belong, and nowhere else', () => {
    const query = { folderId: 'null', pinned: 'true', archived: 'false', tag: 'true' }
    const words = ['folderId', 'pinned', 'archived']
    expect(inputOf({ ...GET, words }, { ...empty, query })).toEqual({
      folderId: null,
      pinned: true,
      archived: false,
      tag: 'true',
    })
    expect(inputOf({ ...GET, words }, { ...empty, query: { pinned: 'yes' } })).toEqual({
      pinned: 'yes',
    })
  })

  it('makes an object of fields with a dot', () => {
    const query = { 'before.updatedAt': '5', 'before.id': 'X' }
    expect(inputOf(GET, { ...empty, query })).toEqual({ before: { updatedAt: 5, id: 'X' } })
  })

  it('joins the address with the body', () => {
    expect(inputOf(POST, { ...empty, params: { botId: 'B' }, body: { text: 'x' } })).toEqual({
      botId: 'B',
      text: 'x',
    })
  })

  it('takes an absent body for an empty one', () => {
    expect(inputOf(POST, empty)).toEqual({})
  })

  it.each([[null], ['text'], [7], [[1]], [true]])('refuses %j as a body', (body) => {
    expect(() => inputOf(POST, { ...empty, body })).toThrow(/JSON object/)
  })

  it('refuses a field that would replace one of the address', () => {
    expect(() => inputOf(POST, { ...empty, params: { botId: 'B' }, body: { botId: 'C' } })).toThrow(
      /twice/,
    )
    expect(() => inputOf(GET, { ...empty, params: { botId: 'B' }, query: { botId: 'C' } })).toThrow(
      /twice/,
    )
    expect(() => inputOf(GET, { ...empty, query: { before: '1', 'before.id': 'C' } })).toThrow(
      /twice/,
    )
  })

  it('refuses a query where there is a body to put it into', () => {
    expect(() => inputOf(POST, { ...empty, query: { text: 'x' } })).toThrow(/no query/)
  })

  it('cannot be used to reach the prototype of the input', () => {
    const body: unknown = JSON.parse('{"__proto__": {"polluted": true}}')
    const input = inputOf(POST, { ...empty, body })
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype)
    expect(Object.keys(input)).toEqual(['__proto__'])
  })
})

describe('the rows', () => {
  it('have one address each', () => {
    const addresses = routes.map(({ method, path }) => `${method} ${path}`)
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  it('name, as numbers, exactly the numbers that their commands take from the query', () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const schema = z.toJSONSchema(commands[route.command].input, { io: 'input' })
      expect([...(route.numbers ?? [])].sort(), route.path).toEqual(numbersIn(schema).sort())
    }
  })

  it('name, as words, exactly what is true, false or null in the query of their commands', () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const { properties = {} } = z.toJSONSchema(commands[route.command].input, { io: 'input' })
      const isWord = (schema: unknown) => /"type":"(boolean|null)"/.test(JSON.stringify(schema))
      const wanted = Object.keys(properties).filter((name) => isWord(properties[name]))
      expect([...(route.words ?? [])].sort(), route.path).toEqual(wanted.sort())
    }
  })

  it('put into the address only what their commands take', () => {
    for (const { path, command } of routes) {
      const fields = Object.keys(
        z.toJSONSchema(commands[command].input, { io: 'input' }).properties ?? {},
      )
      const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
      expect(fields, path).toEqual(expect.arrayContaining(named))
    }
  })
})

interface Schema {
  readonly type?: unknown
  readonly properties?: Record<string, unknown>
}

function numbersIn(schema: Schema): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const inner = value as Schema
    if (inner.type === 'integer' || inner.type === 'number') return [name]
    return numbersIn(inner).map((field) => `${name}.${field}`)
  })
}
