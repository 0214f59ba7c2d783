/** A text as it is compared: lower case, without accents. */
export interface FoldedText {
  readonly text: string
  /** Where an offset of `text` stands in the original. */
  readonly toOriginal: (offset: number) => number
}

const ACCENTS = /[\u0300-\u036f]/g
const NEEDS_FOLDING = /[^\0-\x7f]/

/** The same as the index does to words: `Café` and `cafe` become the same. Scripts whose marks are letters stay whole. */
export function fold(text: string): string {
  if (!NEEDS_FOLDING.test(text)) return text.toLowerCase()
  let folded = ''
  for (const character of text) folded += foldCharacter(character)
  return folded
}

/** As `fold`, with the way back. */
export function foldWithOffsets(text: string): FoldedText {
  if (!NEEDS_FOLDING.test(text)) return { text: text.toLowerCase(), toOriginal: (offset) => offset }
  let folded = ''
  let at = 0
  const offsets: number[] = []
  for (const character of text) {
    const part = foldCharacter(character)
    offsets.push(...new Array<number>(part.length).fill(at))
    folded += part
    at += character.length
  }
  return { text: folded, toOriginal: (offset) => offsets[offset] ?? text.length }
}

function foldCharacter(character: string): string {
  if (character <= '\x7f') return character.toLowerCase()
  const plain = character.normalize('NFD')
  const stripped = plain.replace(ACCENTS, '')
  // Korean syllables and Japanese marks come apart too, but those parts are no accents.
  return (stripped.length === plain.length ? character : stripped).toLowerCase()
}
