/** How maths of several lines begins and ends. The parser and the one who cuts a growing text into blocks both ask here. */

export type MathsOpener = '$$' | '\\['

export function closerOf(opener: MathsOpener): '$$' | '\\]' {
  return opener === '$$' ? '$$' : '\\]'
}

/** Where the first `closer` in `text` begins that is not itself escaped; -1 where there is none. */
export function indexOfCloser(text: string, closer: '$$' | '\\]'): number {
  for (let index = 0; index < text.length; index += 1) {
    if (text.startsWith(closer, index)) return index
    // A backslash and what it escapes belong together: `\\]` is a new line in a matrix, and no end.
    if (text[index] === '\\') index += 1
  }
  return -1
}

/**
 * The opener of maths that goes on over lines, where this one, without its indentation, begins it: alone, or with TeX
 * behind it and no end. Null for all else, so that a price at the start of a line takes nothing with it.
 */
export function mathsFenceOf(content: string): MathsOpener | null {
  const opener = content.slice(0, 2)
  if (opener !== '$$' && opener !== '\\[') return null
  const rest = content.slice(2)
  if (rest.startsWith('$') || indexOfCloser(rest, closerOf(opener)) !== -1) return null
  return rest.trim() === '' || /[\\^_={}]/.test(rest) ? opener : null
}
