import { contextAfter, START } from './block-context'
import type { Context, ListContext } from './block-context'
import * as lines from './block-lines'

interface Line {
  readonly text: string
  /** False for the last line while its line feed has not come. */
  readonly isComplete: boolean
  readonly afterBlank: boolean
}

/**
 * Cuts Markdown into its top-level blocks: joined they are the text again, and rendered one by one they look like the whole.
 * Blank lines belong to the block before them. Where a cut is made depends only on what stands before it and on as much of
 * its own line as can no longer change, so all blocks but the last stay what they are when text is added.
 */
export function splitBlocks(text: string): readonly string[] {
  const blocks: string[] = []
  let context = START
  let blockStart = 0
  let lineStart = 0
  let afterBlank = false
  while (lineStart < text.length) {
    const feed = text.indexOf('\n', lineStart)
    const isComplete = feed !== -1
    const line = {
      text: text.slice(lineStart, isComplete ? feed : text.length),
      isComplete,
      afterBlank,
    }
    if (lineStart > blockStart && beginsBlock(context, line)) {
      blocks.push(text.slice(blockStart, lineStart))
      blockStart = lineStart
      context = START
    }
    if (isComplete) context = contextAfter(context, line.text)
    afterBlank = lines.isBlank(line.text)
    lineStart = isComplete ? feed + 1 : text.length
  }
  if (blockStart < text.length) blocks.push(text.slice(blockStart))
  return blocks
}

/** Whether a new block begins with this line; false while that is not certain. */
function beginsBlock(context: Context, line: Line): boolean {
  if (lines.isBlank(line.text)) return false
  if (context.kind === 'closed') return true
  if (context.kind === 'mixed') return line.afterBlank
  if (context.kind === 'text') return line.afterBlank || interrupts(line)
  if (context.kind === 'indented') return lines.indentOf(line.text) < 4 && isSureUnderCode(line)
  return context.kind === 'list' && endsList(context, line)
}

/** The parser takes code by indentation for a paragraph when it looks for lists under it. */
function isSureUnderCode({ text, isComplete }: Line): boolean {
  if (!mayBeMarker(text)) return true
  return isComplete && lines.listMarkerOf(text)?.mayInterrupt !== false
}

/** Whether the line begins something of its own right under a paragraph. */
function interrupts({ text, isComplete }: Line): boolean {
  if (!isComplete || lines.indentOf(text) > 3) return false
  const content = lines.contentOf(text)
  const marker = lines.listMarkerOf(text)
  return lines.opensFence(content) || lines.isHeading(content) || marker?.mayInterrupt === true
}

function endsList(context: ListContext, line: Line): boolean {
  if (lines.indentOf(line.text) >= context.column) return false
  return line.afterBlank ? endsListAfterBlank(line) : endsListAtOnce(context, line)
}

function endsListAfterBlank({ text, isComplete }: Line): boolean {
  // What may still turn out to be the next item has to be seen whole.
  if (lines.indentOf(text) > 3 || !mayBeMarker(text)) return true
  return isComplete && (lines.isRule(lines.contentOf(text)) || lines.listMarkerOf(text) === null)
}

function endsListAtOnce({ isLazy }: ListContext, { text, isComplete }: Line): boolean {
  if (!isComplete || lines.indentOf(text) > 3) return false
  const content = lines.contentOf(text)
  if (isLazy && lines.isSetextUnderline(content)) return false
  return lines.opensFence(content) || lines.isHeading(content) || lines.isRule(content)
}

function mayBeMarker(text: string): boolean {
  return /^[-+*\d]/.test(lines.contentOf(text))
}
