import { mathsFenceOf } from './maths-lines'

/** What a line of Markdown can begin, by CommonMark 0.31 and GFM. Lines come without their line feed. */

const FENCE = /^(`{3,})[^`]*$|^(~{3,})/
const HEADING = /^#{1,6}(?:[ \t]|$)/
const RULE = /^(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$/
const SETEXT = /^(?:=+|-+)[ \t]*$/
const MARKER = /^(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/
const FOOTNOTE = /^\[\^[^\]\s]+\]:/
const TABLE_DELIMITER = /^\|?[ \t]*:?-+:?[ \t]*(?:\||$)/
/** HTML that goes on over blank lines until its own end. */
const HTML_UNTIL: readonly (readonly [RegExp, RegExp])[] = [
  [/^<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [/^<![a-z]/i, />/],
]
const HTML = /^<\/?[a-z!?]/i

export interface Fence {
  readonly marker: '`' | '~'
  readonly length: number
}

/** Columns before the first character that is neither space nor tab; a tab goes to the next multiple of four. */
export function indentOf(line: string): number {
  let column = 0
  for (const character of line) {
    if (character === ' ') column += 1
    else if (character === '\t') column += 4 - (column % 4)
    else break
  }
  return column
}

export function isBlank(line: string): boolean {
  return /^[ \t\r]*$/.test(line)
}

/** The line without its indentation and without the carriage return of a CRLF. */
export function contentOf(line: string): string {
  return line.replace(/^[ \t]+/, '').replace(/\r$/, '')
}

export function fenceOf(content: string): Fence | null {
  const match = FENCE.exec(content)
  if (match === null) return null
  const run = match[1] ?? match[2] ?? ''
  return { marker: run.startsWith('`') ? '`' : '~', length: run.length }
}

/** Whether code or maths of several lines begins here. */
export function opensFence(content: string): boolean {
  return fenceOf(content) !== null || mathsFenceOf(content) !== null
}

export function closesFence(line: string, fence: Fence): boolean {
  const content = contentOf(line).replace(/[ \t]+$/, '')
  const isRun = content !== '' && content === fence.marker.repeat(content.length)
  return isRun && content.length >= fence.length && indentOf(line) < 4
}

export function isHeading(content: string): boolean {
  return HEADING.test(content)
}

export function isRule(content: string): boolean {
  return RULE.test(content)
}

/** The underline that makes a heading of the paragraph above it. */
export function isSetextUnderline(content: string): boolean {
  return SETEXT.test(content)
}

export function isFootnote(content: string): boolean {
  return FOOTNOTE.test(content)
}

export function isTableDelimiter(content: string): boolean {
  return TABLE_DELIMITER.test(content) && content.includes('-')
}

export function isHtml(content: string): boolean {
  return HTML.test(content)
}

/** What ends an HTML block that begins with this line and goes on over blank lines; null where a blank line ends it. */
export function htmlEndOf(content: string): RegExp | null {
  return HTML_UNTIL.find(([start]) => start.test(content))?.[1] ?? null
}

/** Whether the line, seen alone, is nothing but text: it can neither begin nor end anything but a paragraph. */
export function isPlain(content: string): boolean {
  const looksLikeMore = /^[>`~#<]/.test(content) && !/^[`~]{1,2}[^`~]/.test(content)
  if (mathsFenceOf(content) !== null) return false
  return !looksLikeMore && !isRule(content) && !isSetextUnderline(content) && !MARKER.test(content)
}

export interface ListMarker {
  /** Where the text of the item begins, in columns from its line's start. */
  readonly contentColumn: number
  readonly isEmpty: boolean
  /** Whether it may begin a list right under a paragraph. */
  readonly mayInterrupt: boolean
}

export function listMarkerOf(line: string): ListMarker | null {
  const content = contentOf(line)
  const marker = MARKER.exec(content)?.[0]
  if (marker === undefined) return null
  const rest = content.slice(marker.length)
  const isEmpty = isBlank(rest)
  const start = indentOf(line) + marker.length
  // Tabs count from where they stand in the line.
  const gap = indentOf(' '.repeat(start) + rest) - start
  const isOrdered = /^\d/.test(marker)
  return {
    contentColumn: start + (isEmpty || gap > 4 ? 1 : gap),
    isEmpty,
    mayInterrupt: !isEmpty && (!isOrdered || /^0{0,8}1[.)]$/.test(marker)),
  }
}
