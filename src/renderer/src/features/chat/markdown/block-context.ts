import * as lines from './block-lines'
import type { Fence, ListMarker } from './block-lines'
import { closerOf, indexOfCloser, mathsFenceOf } from './maths-lines'
import type { MathsOpener } from './maths-lines'

/**
 * What is open where a line of Markdown begins.
 * `rest`: it is not certain what is open, so everything from here on is one block. A block that is too large costs time; one
 * that is cut in its middle would be shown wrongly. `mixed`: a quote or HTML, ended by a blank line and certain only while
 * nothing in it looks like something else.
 */
export type Context =
  | { readonly kind: 'start' | 'closed' | 'indented' | 'rest' }
  | { readonly kind: 'mixed'; readonly isQuote: boolean }
  | { readonly kind: 'text'; readonly isTable: boolean; readonly startsWithBracket: boolean }
  | { readonly kind: 'fence'; readonly fence: Fence }
  | { readonly kind: 'maths'; readonly opener: MathsOpener }
  | { readonly kind: 'htmlUntil'; readonly end: RegExp }
  | ListContext

export interface ListContext {
  readonly kind: 'list'
  /** Where the text of its last item begins. */
  readonly column: number
  readonly isEmpty: boolean
  /** A line further left was taken for the going on of a paragraph; it may as well have ended the list. */
  readonly isLazy: boolean
}

type EndedContext = Extract<Context, { kind: 'fence' | 'maths' | 'htmlUntil' }>
type TextContext = Extract<Context, { kind: 'text' }>
type MixedContext = Extract<Context, { kind: 'mixed' }>

export const START: Context = { kind: 'start' }
const CLOSED: Context = { kind: 'closed' }
const REST: Context = { kind: 'rest' }

/** What is open after a whole line. */
export function contextAfter(context: Context, line: string): Context {
  // A lone carriage return ends a line too: nobody writes it, and it would have to be looked for everywhere.
  if (line.replace(/\r$/, '').includes('\r')) return REST
  if (hasOwnEnd(context)) return isEnd(context, line) ? CLOSED : context
  if (context.kind === 'list') return afterListLine(context, line)
  if (context.kind === 'text') return afterTextLine(context, line)
  if (context.kind === 'mixed') return afterMixedLine(context, line)
  if (context.kind === 'indented') return afterIndentedLine(context, line)
  return lines.isBlank(line) || context.kind === 'rest' ? context : opened(line)
}

/** Whether it goes on over blank lines until its own end. */
function hasOwnEnd(context: Context): context is EndedContext {
  return context.kind === 'fence' || context.kind === 'maths' || context.kind === 'htmlUntil'
}

function isEnd(context: EndedContext, line: string): boolean {
  if (context.kind === 'fence') return lines.closesFence(line, context.fence)
  if (context.kind === 'htmlUntil') return context.end.test(line)
  return indexOfCloser(line, closerOf(context.opener)) !== -1
}

/** What the first line of a block opens. */
function opened(line: string): Context {
  if (lines.indentOf(line) > 3) return { kind: 'indented' }
  const content = lines.contentOf(line)
  const fence = lines.fenceOf(content)
  if (fence !== null) return { kind: 'fence', fence }
  const opener = mathsFenceOf(content)
  if (opener !== null) return { kind: 'maths', opener }
  if (lines.isHeading(content) || lines.isRule(content)) return CLOSED
  const marker = lines.listMarkerOf(line)
  if (marker !== null) return openedList(marker)
  return openedText(content)
}

function openedList({ contentColumn, isEmpty }: ListMarker): Context {
  return { kind: 'list', column: contentColumn, isEmpty, isLazy: false }
}

function openedText(content: string): Context {
  if (lines.isFootnote(content)) return { kind: 'list', column: 4, isEmpty: false, isLazy: false }
  if (content.startsWith('>')) return { kind: 'mixed', isQuote: true }
  const end = lines.htmlEndOf(content)
  if (end !== null) return end.test(content) ? CLOSED : { kind: 'htmlUntil', end }
  if (lines.isHtml(content)) return { kind: 'mixed', isQuote: false }
  return { kind: 'text', isTable: false, startsWithBracket: content.startsWith('[') }
}

function afterIndentedLine(context: Context, line: string): Context {
  return lines.isBlank(line) || lines.indentOf(line) > 3 ? context : REST
}

function afterListLine(context: ListContext, line: string): Context {
  if (lines.isBlank(line)) return context.isEmpty ? REST : context
  const indent = lines.indentOf(line)
  if (indent >= context.column) return afterItemLine(context, line)
  const marker = indent < 4 ? lines.listMarkerOf(line) : null
  if (marker !== null) return context.isLazy && !marker.mayInterrupt ? REST : openedList(marker)
  return lines.isPlain(lines.contentOf(line)) ? { ...context, isEmpty: false, isLazy: true } : REST
}

function afterItemLine(context: ListContext, line: string): Context {
  const mayBeOutside = context.isLazy && lines.indentOf(line) < 4
  if (mayBeOutside && lines.opensFence(lines.contentOf(line))) return REST
  return { ...context, isEmpty: false }
}

function afterTextLine(context: TextContext, line: string): Context {
  if (lines.isBlank(line)) return CLOSED
  // Such a line goes on with a paragraph, but under a table it is code.
  if (lines.indentOf(line) > 3) return context.isTable ? REST : context
  const content = lines.contentOf(line)
  if (lines.isPlain(content)) {
    return { ...context, isTable: context.isTable || lines.isTableDelimiter(content) }
  }
  return context.isTable ? REST : underText(context, content)
}

/** Under a paragraph, a line that looks like something else. */
function underText(context: TextContext, content: string): Context {
  if (lines.isRule(content) || lines.isSetextUnderline(content)) {
    return context.startsWithBracket ? REST : CLOSED
  }
  if (content.startsWith('>')) return { kind: 'mixed', isQuote: true }
  if (lines.isHtml(content))
    return lines.htmlEndOf(content) === null ? { kind: 'mixed', isQuote: false } : REST
  // A number that cannot begin a list here is part of the paragraph; whatever else there is began a block of its own.
  return context
}

function afterMixedLine(context: MixedContext, line: string): Context {
  if (lines.isBlank(line)) return CLOSED
  const content = lines.contentOf(line)
  if (lines.indentOf(line) > 3 || lines.isPlain(content)) return context
  return context.isQuote && content.startsWith('>') ? context : REST
}
