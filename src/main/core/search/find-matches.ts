import type { TextRange } from '@shared/model/search'
import { fold, foldWithOffsets } from './fold-text.ts'
import type { FoldedText } from './fold-text.ts'
import type { SearchTerm } from './parse-query.ts'

/** How well a term was found: as whole words, as the beginning of one, or inside one. */
export type MatchQuality = 'whole' | 'beginning' | 'inside'

export interface TermMatches {
  readonly quality: MatchQuality
  /** Offsets in the original text. */
  readonly ranges: readonly TextRange[]
}

/** Finds one term in texts. */
export type TermFinder = (text: FoldedText) => TermMatches | null

const TOKEN = '[\\p{L}\\p{M}\\p{N}]'
const BETWEEN = '[^\\p{L}\\p{M}\\p{N}]+'
/** Beyond this, one more of the same says nothing. */
const MAX_RANGES = 50

/** Made once for each search. A term's words are letters, marks and digits, so none of them is special in a pattern. */
export function createFinder({ words, isPrefix }: SearchTerm): TermFinder {
  const phrase = words.map(fold).join(BETWEEN)
  const patterns: readonly (readonly [MatchQuality, RegExp])[] = [
    ['whole', new RegExp(`(?<!${TOKEN})${phrase}(?!${TOKEN})`, 'gu')],
    ['beginning', new RegExp(`(?<!${TOKEN})${phrase}`, 'gu')],
    ['inside', new RegExp(phrase, 'gu')],
  ]
  const beginning = patterns[1]?.[1]
  const first = fold(words[0] ?? '')
  return (text) => {
    // Most texts that are looked through do not have it, and this tells so far sooner than a pattern.
    if (!text.text.includes(first)) return null
    for (const [quality, pattern] of patterns) {
      const ranges = rangesOf(pattern, text)
      // A word that may go on is marked wherever it begins one.
      if (ranges.length > 0 && quality === 'whole' && isPrefix && beginning)
        return { quality, ranges: rangesOf(beginning, text) }
      if (ranges.length > 0) return { quality, ranges }
    }
    return null
  }
}

/** Where all of the terms stand in a text, in order and apart; null where one of them is missing. */
export function findAll(text: string, finders: readonly TermFinder[]): readonly TextRange[] | null {
  const folded = foldWithOffsets(text)
  const found: TextRange[] = []
  for (const find of finders) {
    const matches = find(folded)
    if (matches === null) return null
    found.push(...matches.ranges)
  }
  return apart(found)
}

/** In order, with what overlaps or touches made one. */
export function apart(ranges: readonly TextRange[]): TextRange[] {
  const merged: { offset: number; length: number }[] = []
  for (const { offset, length } of ranges.toSorted((a, b) => a.offset - b.offset)) {
    const last = merged.at(-1)
    if (last === undefined || offset > last.offset + last.length) merged.push({ offset, length })
    else last.length = Math.max(last.length, offset + length - last.offset)
  }
  return merged
}

function rangesOf(pattern: RegExp, { text, toOriginal }: FoldedText): TextRange[] {
  const ranges: TextRange[] = []
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const offset = toOriginal(index)
    ranges.push({ offset, length: toOriginal(index + found.length) - offset })
    if (ranges.length === MAX_RANGES) break
  }
  return ranges
}
