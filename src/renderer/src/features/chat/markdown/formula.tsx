import { createElement, memo, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { CopyButton } from '../messages/copy-button'
import type { FormulaJob, FormulaNode } from './formula-node'
import styles from './formula.module.css'
import type { FormulaProperties } from './remark-maths'
import { knownFormula, setFormula } from './set-formulas'

/**
 * A formula as MathML, which the browser draws and screen readers read. Until it is set, and where it cannot be, its source.
 */
export const Formula = memo(function Formula({ source, tex, isBlock }: FormulaProperties) {
  const node = useFormula(tex, isBlock)
  if (node === null || node === undefined) {
    return <FormulaSource source={source} isBlock={isBlock} isWrong={node === null} />
  }
  const drawn = toElement(node, 0)
  if (!isBlock) {
    return (
      <span className={styles['inline']} data-tex={source}>
        {drawn}
      </span>
    )
  }
  return (
    <span className={styles['block']} data-tex={source}>
      <span className={styles['scroll']} role="group" aria-label="Formula" tabIndex={0}>
        {drawn}
      </span>
      <span className={styles['copy']}>
        <CopyButton text={source} label="Copy formula" />
      </span>
    </span>
  )
})

interface FormulaSourceProps {
  readonly source: string
  readonly isBlock: boolean
  readonly isWrong: boolean
}

function FormulaSource({ source, isBlock, isWrong }: FormulaSourceProps) {
  return (
    <code
      className={styles[isBlock ? 'blockSource' : 'source']}
      data-wrong={isWrong || undefined}
      title={isWrong ? 'This formula cannot be shown; this is its source.' : undefined}
    >
      {source}
    </code>
  )
}

/** Null where the formula has an error, undefined while it is not known: it is still being written, or being set. */
function useFormula(tex: string | null, isBlock: boolean): FormulaNode | null | undefined {
  const [result, setResult] = useState<{
    readonly tex: string
    readonly node: FormulaNode | null
  }>()
  const known = tex === null ? undefined : knownFormula({ tex, isBlock })

  useEffect(() => {
    if (tex === null || knownFormula({ tex, isBlock }) !== undefined) return undefined
    const job: FormulaJob = { tex, isBlock }
    return setFormula(job, (node) => setResult({ tex, node }))
  }, [tex, isBlock])

  if (known !== undefined) return known
  return result?.tex === tex ? result.node : undefined
}

function toElement(node: FormulaNode, key: number): ReactNode {
  if (typeof node === 'string') return node
  const { tag, attributes, className, style, children } = node
  // The parts of one formula are replaced together.
  return createElement(
    tag,
    { ...attributes, key, style, className: className === '' ? undefined : className },
    ...children.map(toElement),
  )
}
