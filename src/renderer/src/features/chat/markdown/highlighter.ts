import { common, createLowlight } from 'lowlight'
import type { CodeNode } from './highlight'

const lowlight = createLowlight(common)

/** Colours code; null where the language is not known. A chunk of its own: the grammars are large and come when needed. */
export function highlight(code: string, language: string): readonly CodeNode[] | null {
  if (!lowlight.registered(language)) return null
  return lowlight.highlight(language, code).children.flatMap(toCodeNode)
}

type HighlightChild = ReturnType<typeof lowlight.highlight>['children'][number]

function toCodeNode(node: HighlightChild): readonly CodeNode[] {
  if (node.type === 'text') return [node.value]
  if (node.type !== 'element') return []
  const classes = node.properties.className
  return [
    {
      className: Array.isArray(classes) ? classes.join(' ') : '',
      children: node.children.flatMap(toCodeNode),
    },
  ]
}
