import type { CodeNode } from './code-node'

const LINES_PER_PIECE = 40

/** Cuts coloured code into pieces of some forty lines, after line feeds that stand outside of every coloured part. */
export function cutCode(nodes: readonly CodeNode[]): readonly (readonly CodeNode[])[] {
  const pieces: CodeNode[][] = []
  let piece: CodeNode[] = []
  let lineCount = 0
  for (const node of nodes.flatMap(toLines)) {
    piece.push(node)
    lineCount += feedsIn(node)
    if (lineCount < LINES_PER_PIECE || typeof node !== 'string' || !node.endsWith('\n')) continue
    pieces.push(joined(piece))
    piece = []
    lineCount = 0
  }
  if (piece.length > 0) pieces.push(joined(piece))
  return pieces
}

function toLines(node: CodeNode): readonly CodeNode[] {
  return typeof node === 'string' ? (node.match(/[^\n]*\n|[^\n]+/g) ?? []) : [node]
}

function feedsIn(node: CodeNode): number {
  if (typeof node === 'string') return node.split('\n').length - 1
  return node.children.reduce((sum, child) => sum + feedsIn(child), 0)
}

/** Lines of plain text beside each other are one text. */
function joined(nodes: readonly CodeNode[]): CodeNode[] {
  const texts: CodeNode[] = []
  for (const node of nodes) {
    const last = texts.at(-1)
    if (typeof node === 'string' && typeof last === 'string') texts[texts.length - 1] = last + node
    else texts.push(node)
  }
  return texts
}
