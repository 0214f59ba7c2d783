import { describe, expect, it } from 'vitest'
import { openAtFirst, rowsOf, wordsOf } from '@renderer/features/chat/structured/json-rows'
import { parseJson } from '@renderer/features/chat/structured/parse-json'
import type { Json } from '@renderer/features/chat/structured/parse-json'

function read(text: string): Json {
  const value = parseJson(text)
  if (value === undefined) throw new Error('no JSON')
  return value
}
const linesOf = (text: string) => {
  const value = read(text)
  return rowsOf(value, openAtFirst(value)).map((row) => `${row.path} ${wordsOf(row)}`)
}

describe('the rows of a reply in JSON', () => {
  it('are its values with their pointers, depth first', () => {
    expect(linesOf('{"a/b":[1,"x"],"c~":{},"":null,"d":[]}')).toEqual([
      ' 4 members',
      '/a~1b 2 items',
      '/a~1b/0 1',
      '/a~1b/1 "x"',
      '/c~0 {}',
      '/ null',
      '/d []',
    ])
  })

  it('show numbers as they were written', () => {
    expect(linesOf('[12345678901234567890, 1.0, 1e3]')).toEqual([
      ' 3 items',
      '/0 12345678901234567890',
      '/1 1.0',
      '/2 1e3',
    ])
  })

  it('are few at first, however large the reply, and say how many more there are', () => {
    const value = read(
      JSON.stringify(Array.from({ length: 5_000 }, (_, id) => ({ id, tags: [1] }))),
    )
    const rows = rowsOf(value, openAtFirst(value))
    expect(rows.length).toBeLessThan(400)
    const last = rows.at(-1)
    expect(last).toMatchObject({ hidden: 4_900, place: 101, count: 5_000 })
    expect(last && wordsOf(last)).toBe('4,900 more')
    const { open } = openAtFirst(value)
    const more = rowsOf(value, { open, shown: new Map([['', 200]]) })
    expect(more.filter(({ level }) => level === 2)).toHaveLength(201)
  })

  it('come to an end in what is nested very deep', () => {
    expect(linesOf('['.repeat(1_000) + ']'.repeat(1_000)).length).toBeLessThan(300)
    expect(parseJson('['.repeat(200_000) + ']'.repeat(200_000))).toBeUndefined()
  })

  it('are none for a text that is no JSON', () => {
    expect(parseJson('Sure: {}')).toBeUndefined()
    expect(parseJson('')).toBeUndefined()
  })
})
