const HIGHLIGHT = 'found'
/** Who said it and when, and what can be done with it. */
const NOT_SAID = 'h2, time, button'

/**
 * Marks words in what is shown without touching it, where the browser can. Answers where the first one stands, or null.
 * Words that formatting divides are not found; the row is marked all the same.
 */
export function markWords(row: HTMLElement, words: readonly string[]): DOMRect | null {
  const ranges = rangesOf(row, words)
  // Firefox and Safari learned it late; without it there is the row's own mark.
  if (typeof Highlight !== 'undefined') CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges))
  return ranges[0]?.getBoundingClientRect() ?? null
}

export function unmarkWords(): void {
  if (typeof Highlight !== 'undefined') CSS.highlights.delete(HIGHLIGHT)
}

function rangesOf(row: HTMLElement, words: readonly string[]): readonly Range[] {
  const wanted = words.map((word) => word.toLowerCase()).filter((word) => word !== '')
  const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT)
  const ranges: Range[] = []
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    if (node.parentElement?.closest(NOT_SAID)) continue
    const text = (node.nodeValue ?? '').toLowerCase()
    for (const word of wanted) ranges.push(...occurrences(node, text, word))
  }
  return ranges
}

function occurrences(node: Node, text: string, word: string): Range[] {
  const ranges: Range[] = []
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    // Lower case may be longer than what is written; such a range would lie beside it.
    if (at + word.length > (node.nodeValue ?? '').length) break
    const range = document.createRange()
    range.setStart(node, at)
    range.setEnd(node, at + word.length)
    ranges.push(range)
  }
  return ranges
}
