import type { CompileContext, Extension as TreeExtension, Token } from 'mdast-util-from-markdown'
import { extendParser } from './extend-parser'
import type { Parser } from './extend-parser'
import { closerOf, indexOfCloser } from './maths-lines'
import { texOf } from './maths-signs'
import type { Delimiter } from './maths-signs'
import { mathsSyntax } from './maths-syntax'

/** What a formula in the tree of a text carries, as properties of its element. */
export interface FormulaProperties {
  /** As it was written, delimiters included. */
  readonly source: string
  /** What stands between them; null while the closer is missing. */
  readonly tex: string | null
  /** Whether it stands in lines of its own. */
  readonly isBlock: boolean
}

/** For react-markdown: formulas become `var` elements with `FormulaProperties`. */
export function remarkMaths(this: Parser): void {
  extendParser(this, mathsSyntax, [TREE])
}

const TREE: TreeExtension = {
  enter: {
    maths(token) {
      enterFormula(this, token, textFormula(this.sliceSerialize(token)))
    },
    mathsBlock(token) {
      enterFormula(this, token, blockFormula(this.sliceSerialize(token)))
    },
    mathsRest(token) {
      this.enter({ type: 'paragraph', children: [] }, token)
    },
  },
  exit: { maths: exitNode, mathsBlock: exitNode, mathsRest: exitNode },
}

function enterFormula(context: CompileContext, token: Token, formula: FormulaProperties): void {
  const data = { hName: 'var', hProperties: { ...formula } }
  context.enter({ type: 'inlineCode', value: formula.source, data }, token)
}

function exitNode(this: CompileContext, token: Token): void {
  this.exit(token)
}

function textFormula(source: string): FormulaProperties {
  const delimiter = /^(?:\$\$?|\\.)/.exec(source)?.[0] as Delimiter
  const isBlock = delimiter === '$$' || delimiter === '\\['
  return { source, tex: texOf(source, delimiter), isBlock }
}

function blockFormula(all: string): FormulaProperties {
  const source = all.trimEnd()
  const rest = source.slice(2)
  const end = indexOfCloser(rest, closerOf(source.startsWith('$') ? '$$' : '\\['))
  return { source, tex: end === -1 ? null : rest.slice(0, end), isBlock: true }
}
