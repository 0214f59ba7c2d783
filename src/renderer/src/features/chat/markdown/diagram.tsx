import { useEffect, useId, useState } from 'react'
import { Button } from '../../../ui/button'
import { CopyButton } from '../messages/copy-button'
import { CodeBlock } from './code-block'
import codeStyles from './code-block.module.css'
import type { Drawing } from './diagram-job'
import styles from './diagram.module.css'
import { drawDiagram, knownDrawing } from './draw-diagram'
import { useIsDark } from './use-is-dark'

/** Mermaid draws nothing longer. */
const LONGEST_SOURCE = 50_000

/** A diagram as a picture, its source a press away; where it cannot be drawn, the source and a note. */
export default function Diagram({ code }: { readonly code: string }) {
  const drawing = useDrawing(code)
  const [isSourceShown, setSourceShown] = useState(false)
  const sourceId = useId()
  if (drawing === null || drawing === undefined) {
    return (
      <>
        <CodeBlock code={code} language="mermaid" />
        {drawing === null && (
          <p className={styles['note']}>This diagram could not be drawn; this is its source.</p>
        )}
      </>
    )
  }
  return (
    <figure className={codeStyles['block']} dir="ltr">
      <figcaption className={codeStyles['bar']}>
        <span className={codeStyles['language']}>diagram</span>
        <span className={styles['actions']}>
          <Button
            variant="quiet"
            small
            aria-expanded={isSourceShown}
            aria-controls={sourceId}
            onClick={() => setSourceShown(!isSourceShown)}
          >
            {isSourceShown ? 'Hide source' : 'Show source'}
          </Button>
          <CopyButton text={code} label="Copy source" />
        </span>
      </figcaption>
      <div className={styles['scroll']} role="group" aria-label="Diagram" tabIndex={0}>
        <img
          className={styles['picture']}
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing.svg)}`}
          alt={`Diagram: ${drawing.title}`}
        />
      </div>
      <div id={sourceId} className={styles['source']} hidden={!isSourceShown}>
        {isSourceShown && (
          <pre className={codeStyles['pre']} tabIndex={0} aria-label="Source of the diagram">
            <code>{code}</code>
          </pre>
        )}
      </div>
    </figure>
  )
}

/** Null where it cannot be drawn, undefined until it is. With another theme the old picture stays until the new one is there. */
function useDrawing(source: string): Drawing | null | undefined {
  const isDark = useIsDark()
  const [latest, setLatest] = useState<{
    readonly source: string
    readonly drawing: Drawing | null
  }>()
  const isTooLong = source.length > LONGEST_SOURCE
  const known = knownDrawing({ source, isDark })

  useEffect(() => {
    const job = { source, isDark }
    if (isTooLong || knownDrawing(job) !== undefined) return undefined
    return drawDiagram(job, (drawing) => setLatest({ source, drawing }))
  }, [source, isDark, isTooLong])

  if (isTooLong) return null
  return known ?? (latest?.source === source ? latest.drawing : undefined)
}
