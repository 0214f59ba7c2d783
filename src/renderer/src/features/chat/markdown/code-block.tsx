import { memo, use, useMemo } from 'react'
import { CopyButton } from '../messages/copy-button'
import styles from './code-block.module.css'
import type { CodeNode } from './code-node'
import { GrowingContext } from './growing'
import { useHighlight } from './use-highlight'

export interface CodeBlockProps {
  readonly code: string
  /** As it was written after the fence; null where nothing was. */
  readonly language: string | null
}

/** Code with its language, colours and a copy button. It scrolls sideways rather than breaking lines. */
export const CodeBlock = memo(function CodeBlock({ code, language }: CodeBlockProps) {
  const { pieces, rest } = useHighlight(code, language?.toLowerCase() ?? null, use(GrowingContext))
  return (
    <figure className={styles['block']} dir="ltr">
      <figcaption className={styles['bar']}>
        <span className={styles['language']}>{language ?? 'text'}</span>
        <CopyButton text={code} label="Copy code" />
      </figcaption>
      <pre
        className={styles['pre']}
        tabIndex={0}
        aria-label={language === null ? 'Code' : `Code, ${language}`}
      >
        <code>
          {pieces.map((piece, index) => (
            // Pieces come at the end only and never change their place.
            <Piece key={index} json={piece} />
          ))}
          {rest}
        </code>
      </pre>
    </figure>
  )
})

/** Some lines of coloured code; made anew only when they are others. */
const Piece = memo(function Piece({ json }: { readonly json: string }) {
  const nodes = useMemo(() => JSON.parse(json) as readonly CodeNode[], [json])
  return <Nodes nodes={nodes} />
})

function Nodes({ nodes }: { readonly nodes: readonly CodeNode[] }) {
  return nodes.map((node, index) =>
    typeof node === 'string' ? (
      node
    ) : (
      // The nodes of one piece of code are replaced together.
      <span key={index} className={node.className}>
        <Nodes nodes={node.children} />
      </span>
    ),
  )
}
