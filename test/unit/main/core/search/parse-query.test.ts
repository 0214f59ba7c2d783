import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '@main/core/search/parse-query'
import { matchExpression, phraseOf } from '@main/storage/sqlite/match-expression'
import { anyText } from '@test/support/any-text'

const termsOf = (query: string) => parseQuery(query).terms.map((term) => term.words.join(' '))

describe('parseQuery', () => {
  it('reads words, phrases and what is not wanted; the last word may go on', () => {
    expect(parseQuery('red "blue green" -white -"light gray" yel')).toMatchObject({
      terms: [
        { words: ['red'], isPrefix: false },
        { words: ['blue', 'green'], isPrefix: false },
        { words: ['yel'], isPrefix: true },
      ],
      excluded: [{ words: ['white'] }, { words: ['light', 'gray'] }],
    })
  })

  it('reads filters, by id or by a name in quotes', () => {
    expect(
      parseQuery(
        'bot:BOT-001 bot:"Code Reviewer" from:me has:code after:2026-10 before:2026-11-01 tag:"to do" tag:café folder:Work is:archived',
      ),
    ).toEqual({
      terms: [],
      excluded: [],
      bots: ['BOT-001', 'Code Reviewer'],
      author: 'person',
      after: new Date(2026, 9, 1).getTime(),
      before: new Date(2026, 10, 1).getTime(),
      hasCode: true,
      tags: ['to do', 'café'],
      folders: ['Work'],
      isArchived: true,
    })
    expect(parseQuery('FROM:bot').author).toBe('bot')
  })

  it.each([
    'before:tomorrow',
    'after:2026-02-31',
    'has:cats',
    'from:nobody',
    'bot:" "',
    'tag:" "',
    'is:odd',
  ])('looks for %s as text, since the filter makes no sense', (query) => {
    expect(parseQuery(query)).toMatchObject({
      before: null,
      after: null,
      author: null,
      hasCode: false,
      bots: [],
      tags: [],
      isArchived: false,
    })
    expect(termsOf(query)).toEqual([query.match(/[a-z0-9]+/g)?.join(' ')])
  })

  it('keeps what belongs together in a word together, and drops signs that nothing can be found by', () => {
    expect(termsOf('foo-bar a/b ** -- "" c++ don’t')).toEqual(['foo bar', 'a b', 'c', 'don t'])
    expect(termsOf('"never closed')).toEqual(['never closed'])
    expect(termsOf('東京 Straße')).toEqual(['東京', 'Straße'])
  })

  it('never throws, and lets nothing through but letters, marks and digits', () => {
    const piece = fc.oneof(
      anyText(20),
      fc.constantFrom(
        '"',
        '-',
        '*',
        '(',
        ')',
        ' OR ',
        ' NEAR(',
        'bot:',
        'before:',
        'tag:',
        'folder:"',
        'is:archived',
        '{',
        '\0',
        '\ud800',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const { terms, excluded } = parseQuery(pieces.join(''))
        for (const { words } of [...terms, ...excluded]) {
          expect(words.length).toBeGreaterThan(0)
          for (const word of words) expect(word).toMatch(/^[\p{L}\p{M}\p{N}]+$/u)
        }
        const expression = matchExpression(terms.map(phraseOf), excluded.map(phraseOf)) ?? ''
        expect(expression.replaceAll(/"[\p{L}\p{M}\p{N} ]+"/gu, '')).toMatch(/^[ANDORT() *]*$/)
      }),
    )
  })
})
