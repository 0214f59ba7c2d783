import { describe, expect, it } from 'vitest'
import { problemOfReply } from '@main/core/formats/problem-of-reply'
import { checkValue } from '@main/formats/check-value'

const schema = {
  type: 'object',
  properties: { name: { type: 'string' }, list: { type: 'array', items: { type: 'number' } } },
  required: ['name'],
}
const problemOf = (text: string, doneReason: string | null = 'stop') =>
  problemOfReply(text, schema, doneReason, checkValue)

describe('a reply that was asked for in a format', () => {
  it('fits where it does, whatever stands between its parts', () => {
    expect(problemOf('{\n\n"name"\n\t: "x" }')).toBeNull()
    expect(problemOfReply('[1]', 'json', 'stop', checkValue)).toBeNull()
  })

  it.each([
    ['Sure, here it is: {}', 'It is not JSON.'],
    ['{}', 'does not have required property "name"'],
    ['{"name":"x","list":[1,"2"]}', 'list/1: Instance type "string" is invalid.'],
    ['[]', 'The whole: '],
  ])('says why %s does not', (text, problem) => {
    expect(problemOf(text)).toContain(problem)
  })

  it('says that it was cut, where it was', () => {
    expect(problemOf('{"name":"x', 'length')).toContain('It was cut at its maximum length')
  })

  it.each([
    [{ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(40)}!`],
    [{ $ref: '#' }, 1],
  ])('gives up on a schema that never comes to an end: %j', (endless, value) => {
    expect(checkValue(endless, value)).toContain('could not be checked against the schema')
  })
})
