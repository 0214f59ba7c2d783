import { describe, expect, it } from 'vitest'
import { addressOf, exampleOf, operationsOf } from '@renderer/features/api-docs/open-api'
import type { OpenApiDocument } from '@renderer/features/api-docs/open-api'

const DOCUMENT: OpenApiDocument = {
  info: { title: 'Port 8000', version: '0.1.0' },
  paths: {
    '/api/v1/bots/{botId}/sessions': {
      get: {
        operationId: 'listSessions',
        summary: 'Sessions of a bot',
        parameters: [
          { name: 'botId', in: 'path', required: true },
          { name: 'limit', in: 'query' },
          { name: 'accept', in: 'header' },
        ],
      },
      post: {
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Message' } } },
        },
      },
    },
  },
  components: {
    schemas: {
      Message: {
        type: 'object',
        required: ['text', 'author', 'tries', 'options'],
        properties: {
          text: { type: 'string' },
          author: { type: 'string', enum: ['person', 'bot'] },
          tries: { type: ['integer', 'null'], minimum: 1 },
          options: { anyOf: [{ type: 'array' }, { type: 'null' }] },
          note: { type: 'string' },
        },
      },
    },
  },
}

describe('the API page', () => {
  it('lists each method of each path, under what its path begins with', () => {
    expect(operationsOf(DOCUMENT).map(({ id, method, group }) => [id, method, group])).toEqual([
      ['listSessions', 'get', 'bots'],
      ['post /api/v1/bots/{botId}/sessions', 'post', 'bots'],
    ])
  })

  it('begins a body with what is required, in values that fit', () => {
    expect(exampleOf({ $ref: '#/components/schemas/Message' }, DOCUMENT)).toEqual({
      text: '',
      author: 'person',
      tries: 1,
      options: [],
    })
  })

  it('does not follow a schema that contains itself for ever', () => {
    const endless: OpenApiDocument = {
      ...DOCUMENT,
      components: {
        schemas: {
          Tree: {
            type: 'object',
            required: ['branch'],
            properties: { branch: { $ref: '#/components/schemas/Tree' } },
          },
        },
      },
    }
    expect(JSON.stringify(exampleOf({ $ref: '#/components/schemas/Tree' }, endless))).toContain(
      '{}',
    )
  })

  it('fills the address in so that no value can leave its place', () => {
    const [operation] = operationsOf(DOCUMENT)
    if (operation === undefined) throw new Error('no operation')
    expect(addressOf(operation, { botId: '../x?y', limit: '' })).toBe(
      '/api/v1/bots/..%2Fx%3Fy/sessions',
    )
    expect(addressOf(operation, {})).toBe('/api/v1/bots/{botId}/sessions')
    expect(addressOf(operation, { botId: 'BOT-001', limit: '5' })).toBe(
      '/api/v1/bots/BOT-001/sessions?limit=5',
    )
  })
})
