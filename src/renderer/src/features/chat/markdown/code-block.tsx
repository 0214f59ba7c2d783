import { memo, use } from 'react'
import { CopyButton } from '../messages/copy-button'
import styles from './code-block.module.css'
import { GrowingContext } from './growing'
import type { CodeNode } from './highlight'
import { useHighlight } from './use-highlight'

export interface CodeBlockProps {
  readonly code: string
  /** As it was written after the fence; null where nothing was. */
  readonly language: string | null
}

/** Code with its language, colours and a copy button. It scrolls sideways rather than breaking lines. */
export const CodeBlock = memo(function CodeBlock({ code, language }: CodeBlockProps) {
  const { nodes, rest } = useHighlight(code, language?.toLowerCase() ?? null, use(GrowingContext))
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
          <Nodes nodes={nodes} />
          {rest}
        </code>
      </pre>
    </figure>
  )
})

const Nodes = memo(function Nodes({ nodes }: { readonly nodes: readonly CodeNode[] }) {
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
})
