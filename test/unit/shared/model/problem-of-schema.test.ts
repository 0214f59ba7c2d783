import { describe, expect, it } from 'vitest'
import { problemOfSchema } from '@shared/model/problem-of-schema'

describe('what is wrong with a schema', () => {
  it('is nothing with one that uses all the usual words', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { 'a/b': { type: ['string', 'null'], pattern: '^[a-z]+$', minLength: 1 } },
      type: 'object',
      properties: {
        name: { $ref: '#/$defs/a~1b' },
        kind: { enum: ['a', 1, null], description: 'anything' },
        list: { type: 'array', items: { anyOf: [{ type: 'number', minimum: 0 }, true] } },
        deep: { $ref: '#' },
      },
      required: ['name'],
      additionalProperties: false,
    }
    expect(problemOfSchema(schema)).toBeNull()
    expect(problemOfSchema({})).toBeNull()
  })

  it.each([
    [{ type: 'strin' }, '“type” takes one of object, array,'],
    [{ type: 'array', items: { type: 'text' } }, '“items/type” takes one of'],
    [{ properties: { a: 1 } }, '“properties/a” takes a schema'],
    [{ properties: ['a'] }, '“properties” takes a schema'],
    [{ anyOf: { type: 'string' } }, '“anyOf” takes a schema'],
    [{ required: 'a' }, '“required” takes a list of names.'],
    [{ enum: [] }, '“enum” takes a list of values.'],
    [{ minLength: -1 }, '“minLength” takes a whole number from 0.'],
    [{ maximum: '9' }, '“maximum” takes a number.'],
    [{ pattern: '(' }, '“pattern” takes a regular expression.'],
    [{ $ref: 'https://example.com/schema' }, '“$ref” takes a place in this schema'],
    [{ $ref: '#/$defs/gone' }, '“$ref” names a place that is not there.'],
    [{ description: 'x'.repeat(40_000) }, 'The schema is longer than 32,768 characters.'],
  ])('is said with its place: %j', (schema, problem) => {
    expect(problemOfSchema(schema)).toContain(problem)
  })

  it('is its depth, where it goes on and on', () => {
    let schema: Record<string, unknown> = { type: 'string' }
    for (let level = 0; level < 40; level += 1) schema = { type: 'array', items: schema }
    expect(problemOfSchema(schema)).toContain('is too deep')
  })
})
