import type { Snippet, TextRange } from '@shared/model/search'

const SNIPPET_LENGTH = 180
/** What is shown before the first match. */
const LEAD = 48
/** Fences with their language, emphasis, and marks of headings and lists at the beginning of a line. */
const MARKDOWN = /```[\w+-]*|\*\*|`|(?<=\n)[ \t]*(?:#{1,6}|[-*>])[ \t]/g
/** How far a cut may move to fall between words. */
const WORD_REACH = 16

/** The piece of a text where most was found, on one line. `ranges` are in order and apart. */
export function makeSnippet(text: string, ranges: readonly TextRange[]): Snippet {
  const start = cutNear(text, Math.max(0, densest(ranges) - LEAD))
  const end = endNear(text, start + SNIPPET_LENGTH)
  const inside = ranges.filter(({ offset, length }) => offset >= start && offset + length <= end)
  let line = start > 0 ? '…' : ''
  let at = start
  const shown: TextRange[] = []
  for (const { offset, length } of inside) {
    line += onOneLine(text.slice(at, offset))
    shown.push({ offset: line.length, length })
    // What was found stays as it is written, on one line.
    line += text.slice(offset, offset + length).replaceAll(/\s/g, ' ')
    at = offset + length
  }
  line += onOneLine(text.slice(at, end)) + (end < text.length ? '…' : '')
  return { text: line, ranges: shown }
}

/** Without the signs of Markdown, which say nothing in a single line. */
function onOneLine(text: string): string {
  return text.replaceAll(MARKDOWN, '').replaceAll(/\s+/g, ' ')
}

/** The first match of those that stand closest together. */
function densest(ranges: readonly TextRange[]): number {
  let best = { offset: ranges[0]?.offset ?? 0, count: 0 }
  for (const [index, { offset }] of ranges.entries()) {
    const count = ranges
      .slice(index)
      .filter((range) => range.offset + range.length <= offset + SNIPPET_LENGTH - LEAD).length
    if (count > best.count) best = { offset, count }
  }
  return best.offset
}

/** The beginning of a word at or a little after `at`. */
function cutNear(text: string, at: number): number {
  if (at === 0) return 0
  const space = text.slice(at, at + WORD_REACH).search(/\s/)
  return space >= 0 ? at + space + 1 : wholeCharacter(text, at)
}

function endNear(text: string, at: number): number {
  if (at >= text.length) return text.length
  const reach = text.slice(at - WORD_REACH, at)
  const space = reach.search(/\s\S*$/)
  return space >= 0 ? at - WORD_REACH + space : wholeCharacter(text, at)
}

/** No cut goes through a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}
