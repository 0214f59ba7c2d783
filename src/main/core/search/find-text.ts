import { fold, foldWithOffsets } from './fold-text.ts'

const SPECIAL = /[$()*+.?[\\\]^{|}]/g
const MAX_WORDS = 20

/**
 * Finds a text as it is, signs included, wherever it stands: case, accents and the width of spaces do not matter. Answers what
 * was found as it is written, each once; nothing where it is not there.
 */
export function createTextFinder(wanted: string): (text: string) => readonly string[] {
  const parts = fold(wanted.trim().normalize('NFC')).split(/\s+/)
  const [first = ''] = parts
  const pattern = new RegExp(
    parts.map((part) => part.replaceAll(SPECIAL, '\\$&')).join('\\s+'),
    'g',
  )
  return (text) => {
    // Most messages do not have it, and this tells so far sooner than the way back to the original.
    if (first === '' || !fold(text).includes(first)) return []
    const folded = foldWithOffsets(text)
    const words = new Set<string>()
    for (const { 0: found, index } of folded.text.matchAll(pattern)) {
      words.add(text.slice(folded.toOriginal(index), folded.toOriginal(index + found.length)))
      if (words.size === MAX_WORDS) break
    }
    return [...words]
  }
}
