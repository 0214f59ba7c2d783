import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, foldWithOffsets } from '@main/core/search/fold-text'

describe('folding', () => {
  it.each([
    ['Café', 'cafe'],
    ['cafe\u0301', 'cafe'],
    ['Nguyễn', 'nguyen'],
    ['ΟΔΟΣ ὁδός', 'οδοσ οδοσ'],
    ['İstanbul', 'istanbul'],
    ['ガギ 한국 ไทย', 'ガギ 한국 ไทย'],
    ['👍 É', '👍 e'],
  ])('makes of %j %j', (text, expected) => {
    expect(fold(text)).toBe(expected)
  })

  it('leads back from every offset to the character it came from', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'grapheme', maxLength: 6 }),
            fc.constantFrom('e\u0301', 'É', 'İ', 'Σ', 'ẞ', '😀', '\ud83d', 'ﬁ', '한'),
          ),
          { maxLength: 12 },
        ),
        (pieces) => {
          const original = pieces.join('')
          const { text, toOriginal } = foldWithOffsets(original)
          expect(text).toBe(fold(original))
          let at = 0
          for (const character of text) {
            const whole = Array.from(original.slice(toOriginal(at)))[0] ?? ''
            expect(fold(whole)).toContain(character)
            at += character.length
          }
          expect(toOriginal(text.length)).toBe(original.length)
        },
      ),
    )
  })
})
