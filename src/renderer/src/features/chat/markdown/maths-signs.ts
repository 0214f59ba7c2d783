/** What maths in a line of text begins with. */
export type Delimiter = '$' | '$$' | '\\(' | '\\['

/** Whether maths may begin after this character: `US$5` and `list\[0\]` are none. */
export function opensMaths(delimiter: Delimiter, before: string): boolean {
  if (delimiter === '\\(') return true
  return !/[\p{L}\p{N}]/u.test(before) && (before !== '$' || !delimiter.startsWith('$'))
}

/**
 * Whether what stands from a delimiter to its closer, both included, is meant as maths. Dollars are money too, and a backslash
 * before a bracket is how Markdown keeps it from making a link.
 */
export function isMaths(delimiter: Delimiter, source: string, after: string): boolean {
  const tex = texOf(source, delimiter)
  if (tex.trim() === '') return false
  if (delimiter === '$') return isNoMoney(tex, after)
  return (
    delimiter !== '\\[' || (after !== '(' && (/[^\p{L}\p{N}\s,.;:]/u.test(tex) || isLetter(tex)))
  )
}

/** The TeX between the delimiters. */
export function texOf(source: string, delimiter: Delimiter): string {
  return source.slice(delimiter.length, source.length - delimiter.length)
}

function isLetter(tex: string): boolean {
  return /^\s*\p{L}\s*$/u.test(tex)
}

/** `$5-$10`, `$PATH/$HOME` and `$5 a month or 6$` are not maths; `the $n$th` is. */
function isNoMoney(tex: string, after: string): boolean {
  if (/\s$/.test(tex) || /[\p{Lu}\p{N}_{]/u.test(after)) return false
  return !/^[\d.,]+\s+\p{L}{2}/u.test(tex)
}
