import { common, createLowlight } from 'lowlight'
import type { CodeNode, ColouredCode, HighlightJob } from './code-node'
import { cutCode } from './cut-code'
import { serveJobs } from './job-worker'

const lowlight = createLowlight(common)

type HighlightChild = ReturnType<typeof lowlight.highlight>['children'][number]

serveJobs<HighlightJob>(globalThis, ({ code, language }): ColouredCode | null => {
  if (!lowlight.registered(language)) return null
  return cutCode(lowlight.highlight(language, code).children.flatMap(toCodeNode)).map((piece) =>
    JSON.stringify(piece),
  )
})

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
