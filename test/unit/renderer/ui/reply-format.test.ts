import { describe, expect, it } from 'vitest'
import {
  askedFormatOf,
  formatKindOf,
  formatOf,
  problemOfFormat,
  textOfFormat,
} from '@renderer/ui/reply-format'

const SCHEMA = { type: 'object', required: ['a'] }

describe('a format as it is typed', () => {
  it('is nothing, a word or a schema, and comes back as it was', () => {
    for (const format of [undefined, 'json', 'text', SCHEMA] as const) {
      expect(askedFormatOf(textOfFormat(format))).toEqual(format)
      expect(problemOfFormat(textOfFormat(format))).toBeNull()
    }
    expect(formatKindOf(' json ')).toBe('json')
    expect(formatOf('text')).toBeUndefined()
  })

  it.each([
    ['\n', 'Write a schema'],
    ['[1]', 'A schema is an object in braces.'],
    ['{\n  "type": object\n}', `This is not JSON yet: Unexpected token 'o'`],
    ['{"type": "object"\n  "items": {}}', 'line 2 column 3'],
    ['{"items":{"type":"text"}}', '“items/type” takes one of object'],
  ])('says what is wrong with %j, and where', (typed, problem) => {
    expect(problemOfFormat(typed)).toContain(problem)
    expect(formatKindOf(typed)).toBe('schema')
  })
})
