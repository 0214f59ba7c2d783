import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFinder, findAll } from '@main/core/search/find-matches'
import { makeSnippet } from '@main/core/search/make-snippet'
import { parseQuery } from '@main/core/search/parse-query'

/** What would be marked, in the order of the text. */
function marked(text: string, query: string): readonly string[] | null {
  const ranges = findAll(text, parseQuery(query).terms.map(createFinder))
  return ranges?.map(({ offset, length }) => text.slice(offset, offset + length)) ?? null
}

describe('matches', () => {
  it.each([
    ['two cafés and a CAFÉ', 'cafe', ['café', 'CAFÉ']],
    ['a decomposed cafe\u0301 here', 'café', ['cafe\u0301']],
    ['the category of a cat', 'cat', ['cat', 'cat']],
    ['the category of a cat', '"cat"', ['cat']],
    ['a socketed thing', 'cket', ['cket']],
    ['red,\nblue and red blue', '"red blue"', ['red,\nblue', 'red blue']],
    ['東京タワーに行く', '東京', ['東京']],
    ['👩‍👩‍👧 İstanbul 👍 istanbul', 'istanbul', ['İstanbul', 'istanbul']],
    ['ガギグ', 'カ', null],
    ['한국어를 배운다', '한국', ['한국']],
    ['one and two', 'one three', null],
  ])('of %j for %j', (text, query, expected) => {
    expect(marked(text, query)).toEqual(expected)
  })

  it('always lie within the text, in order and apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const text = `${a} ${b} ${a}`
        const ranges = findAll(text, parseQuery(b).terms.map(createFinder)) ?? []
        let end = 0
        for (const { offset, length } of ranges) {
          expect(offset).toBeGreaterThanOrEqual(end)
          expect(length).toBeGreaterThan(0)
          end = offset + length
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

describe('makeSnippet', () => {
  const snippetOf = (text: string, query: string) =>
    makeSnippet(text, findAll(text, parseQuery(query).terms.map(createFinder)) ?? [])

  it('is one line around where most was found, and its ranges mark what was found', () => {
    const filler = 'nothing to see here\n'.repeat(40)
    const text = `${filler}a blue one\n${filler}a red and\tblue one\n${filler}`
    const { text: line, ranges } = snippetOf(text, 'red blue')
    expect(ranges.map(({ offset, length }) => line.slice(offset, offset + length))).toEqual([
      'red',
      'blue',
    ])
    expect(line).toMatch(/^….* a red and blue one .*…$/)
    expect(line.length).toBeLessThan(220)
  })

  it('leaves the signs of Markdown out, but none that was looked for', () => {
    const text = '## Plan\n- **buy** `milk`\n```js\nlet a = "**buy** it"\n```'
    const { text: line, ranges } = snippetOf(text, 'buy "let a"')
    expect(line).toBe('## Plan buy milk let a = "buy it" ')
    expect(ranges.map(({ offset, length }) => line.slice(offset, offset + length))).toEqual([
      'buy',
      'let a',
      'buy',
    ])
  })

  it('of a short text is the whole text', () => {
    expect(snippetOf('just this', 'this')).toEqual({
      text: 'just this',
      ranges: [{ offset: 5, length: 4 }],
    })
  })

  it('is well formed text with ranges inside it, whatever the message', () => {
    const long = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('needle')), {
      minLength: 50,
      maxLength: 120,
    })
    fc.assert(
      fc.property(long, (parts) => {
        const { text, ranges } = snippetOf(parts.join('😀'), 'needle')
        expect(text.isWellFormed()).toBe(true)
        for (const { offset, length } of ranges)
          expect(text.slice(offset, offset + length)).toBe('needle')
      }),
    )
  })
})
