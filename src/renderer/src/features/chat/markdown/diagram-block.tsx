import { lazy, Suspense, use } from 'react'
import { CodeBlock } from './code-block'
import { GrowingContext } from './growing'

/** A chunk of its own, with more behind it: loaded when there is a diagram to draw. Where it does not come, the source stays. */
const Diagram = lazy(() => import('./diagram').catch(() => ({ default: DiagramSource })))

/** A diagram by Mermaid. While it is being written, and until it is drawn, its source. */
export function DiagramBlock({ code }: { readonly code: string }) {
  const source = <DiagramSource code={code} />
  if (use(GrowingContext)) return source
  return (
    <Suspense fallback={source}>
      <Diagram code={code} />
    </Suspense>
  )
}

function DiagramSource({ code }: { readonly code: string }) {
  return <CodeBlock code={code} language="mermaid" />
}
