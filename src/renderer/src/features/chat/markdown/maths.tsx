import type { Components } from 'react-markdown'
import { copyFormulasAsTex } from './copy-formulas'
import { Formula } from './formula'
import type { FormulaProperties } from './remark-maths'

/** All that formulas need in the page, in a chunk of its own: it is loaded when a text may have one. */
export { remarkMaths } from './remark-maths'

/** The element that `remarkMaths` makes of a formula. */
export const FormulaElement: NonNullable<Components['var']> = ({ node }) => {
  if (node === undefined) return null
  return <Formula {...(node.properties as unknown as FormulaProperties)} />
}

copyFormulasAsTex(document)
