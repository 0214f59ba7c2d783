/** A text as it is compared: lower case, without accents. */
export interface FoldedText {
  readonly text: string
  /** Where an offset of `text` stands in the original. */
  readonly toOriginal: (offset: number) => number
}

const ACCENTS = /[\u0300-\u036f]/g
const HAS_ACCENT = /[\u0300-\u036f]/
const NEEDS_FOLDING = /[^\0-\x7f]/
const BEYOND_ASCII = /[^\0-\x7f]+/g
const same = (offset: number) => offset

/** The same as the index does to words: `Café` and `cafe` become the same. Scripts whose marks are letters stay whole. */
export function fold(text: string): string {
  if (!NEEDS_FOLDING.test(text)) return text.toLowerCase()
  return text.replaceAll(BEYOND_ASCII, foldRun).toLowerCase().replaceAll('ς', 'σ')
}

/** As `fold`, with the way back. */
export function foldWithOffsets(text: string): FoldedText {
  const folded = fold(text)
  // No character becomes longer, so of the same length means character by character, which nearly all texts are.
  if (folded.length === text.length) return { text: folded, toOriginal: same }
  let at = 0
  const offsets: number[] = []
  for (const character of text) {
    for (let count = fold(character).length; count > 0; count -= 1) offsets.push(at)
    at += character.length
  }
  return { text: folded, toOriginal: (offset) => offsets[offset] ?? text.length }
}

/** Most runs have nothing to take away, and one look tells. */
function foldRun(run: string): string {
  if (!HAS_ACCENT.test(run.normalize('NFD'))) return run
  let folded = ''
  for (const character of run) folded += withoutAccent(character)
  return folded
}

function withoutAccent(character: string): string {
  const plain = character.normalize('NFD')
  const stripped = plain.replace(ACCENTS, '')
  // Korean syllables and Japanese marks come apart too, but those parts are no accents.
  return stripped.length === plain.length ? character : stripped
}
