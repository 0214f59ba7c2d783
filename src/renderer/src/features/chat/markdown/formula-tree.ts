import type { FormulaNode } from './formula-node'

/** Elements of MathML Core, and `menclose`, which styles draw. None of them loads, runs or leads anywhere. */
const TAGS = new Set(
  'math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover'.split(
    ' ',
  ),
)
const ATTRIBUTES = new Set(
  'accent accentunder columnspan depth display displaystyle fence form height largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowspan rspace scriptlevel separator stretchy symmetric voffset width'.split(
    ' ',
  ),
)
const STYLES = new Set(
  'backgroundColor border borderBottom borderColor borderLeft borderRight borderTop color fontFamily fontStyle fontWeight height justifyContent marginLeft marginRight mathDepth padding paddingBottom paddingLeft paddingRight paddingTop textAlign width'.split(
    ' ',
  ),
)
/** Lengths, colours, names: nothing with a function in it, so no address. */
const VALUE = /^[\w\s#.,%'"+-]{1,80}$/
const CLASS = /^[\w-]+$/

/** What Temml's tree is made of: elements, texts, and groups of either. */
export interface TexNode {
  readonly type?: string
  readonly text?: string
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly style?: Readonly<Record<string, unknown>>
  readonly classes?: readonly unknown[]
  readonly children?: unknown
}

/** Keeps of a tree what is presentation. What is not known to be harmless is left out, its text stays. */
export function toFormulaNodes(node: TexNode): readonly FormulaNode[] {
  if (typeof node.text === 'string') return [node.text]
  const children = Array.isArray(node.children) ? (node.children as readonly TexNode[]) : []
  const inner = children.flatMap(toFormulaNodes)
  if (node.type === undefined || !TAGS.has(node.type)) return inner
  return [
    {
      tag: node.type,
      attributes: allowed(node.attributes, ATTRIBUTES, (name) => name),
      className: (node.classes ?? []).filter(isClassName).join(' '),
      style: allowed(node.style, STYLES, inCamelCase),
      children: inner,
    },
  ]
}

function isClassName(name: unknown): name is string {
  return typeof name === 'string' && CLASS.test(name)
}

function inCamelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function allowed(
  all: Readonly<Record<string, unknown>> | undefined,
  names: ReadonlySet<string>,
  toName: (name: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(all ?? {})
      .map(([name, value]) => [toName(name), String(value)] as const)
      .filter(([name, value]) => names.has(name) && VALUE.test(value)),
  )
}
