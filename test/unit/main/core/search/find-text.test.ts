import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTextFinder } from '@main/core/search/find-text'
import { fold } from '@main/core/search/fold-text'
import { anyText } from '@test/support/any-text'

describe('finding a text', () => {
  it.each([
    ['Two cafés, a CAFÉ', 'cafe', ['café', 'CAFÉ']],
    ['call foo(bar[0]) now', 'FOO(bar[0])', ['foo(bar[0])']],
    ['a.b but axb', 'a.b', ['a.b']],
    ['over\n  two lines', 'over two', ['over\n  two']],
    ['東京タワー', '京タ', ['京タ']],
    ['C:\\temp and $1 ^ {x}', '\\temp AND $1 ^ {', ['\\temp and $1 ^ {']],
    ['nothing of it', 'absent', []],
  ])('of %j for %j', (text, wanted, expected) => {
    expect(createTextFinder(wanted)(text)).toEqual(expected)
  })

  it('takes any text for what it is', () => {
    fc.assert(
      fc.property(anyText(12), anyText(12), anyText(12), (before, wanted, after) => {
        const text = `${before} ${wanted} ${after}`
        const found = createTextFinder(wanted)(text)
        for (const word of found) expect(text).toContain(word)
        const isPlain = wanted.trim() !== '' && wanted === wanted.normalize('NFC')
        if (
          isPlain &&
          !/\s/.test(wanted) &&
          fold(text) === fold(before) + ' ' + fold(wanted) + ' ' + fold(after)
        )
          expect(found.length).toBeGreaterThan(0)
      }),
    )
  })
})
