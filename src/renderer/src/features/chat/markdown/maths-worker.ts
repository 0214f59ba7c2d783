import temml from 'temml'
import type { FormulaJob, FormulaNode } from './formula-node'
import { toFormulaNodes } from './formula-tree'
import type { TexNode } from './formula-tree'
import { serveJobs } from './job-worker'

/** Longer TeX is not set: no page of a book has so much in one formula. */
const LONGEST_TEX = 20_000
const MOST_EXPANSIONS = 1_000
/** In em and in columns of a rule's or a space's size, so that nothing is pushed out of sight. */
const LARGEST_SIZE: [number, number] = [20, 200]

serveJobs<readonly FormulaJob[]>(globalThis, (formulas) => formulas.map(setFormula))

/** Null where the TeX has an error, or asks for what is not type: links, pictures, classes. */
function setFormula({ tex, isBlock }: FormulaJob): FormulaNode | null {
  if (tex.length > LONGEST_TEX) return null
  try {
    const tree = temml.__renderToMathMLTree(tex, {
      displayMode: isBlock,
      throwOnError: true,
      trust: false,
      maxExpand: MOST_EXPANSIONS,
      maxSize: LARGEST_SIZE,
    }) as TexNode
    return toFormulaNodes(tree)[0] ?? null
  } catch {
    return null
  }
}
