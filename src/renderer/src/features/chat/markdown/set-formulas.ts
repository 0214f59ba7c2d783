import type { FormulaJob, FormulaNode } from './formula-node'
import { JobQueue } from './job-queue'
import { KeptResults } from './kept-results'

const KEPT_RESULTS = 1_000
const KEPT_CHARACTERS = 2_000_000
/** A tree is so much larger than its TeX, in memory. */
const TREE_FACTOR = 40

type Answer = (node: FormulaNode | null) => void

interface Wanted {
  readonly formula: FormulaJob
  readonly answers: Set<Answer>
}

const queue = new JobQueue<readonly FormulaJob[], readonly (FormulaNode | null)[]>(
  () => new Worker(new URL('./maths-worker.ts', import.meta.url), { type: 'module' }),
)
const results = new KeptResults<FormulaNode | null>(KEPT_RESULTS, KEPT_CHARACTERS)
const wanted = new Map<string, Wanted>()

const keyOf = ({ tex, isBlock }: FormulaJob) => `${isBlock ? 'block' : 'text'}\n${tex}`

/** A formula that was set before; null where it has an error, undefined where it was not set yet. */
export function knownFormula(formula: FormulaJob): FormulaNode | null | undefined {
  return results.get(keyOf(formula))
}

/**
 * Has a formula set in a worker, together with all that are asked for at the same time. `answer` gets null where it cannot be
 * set. Answers how to call it off.
 */
export function setFormula(formula: FormulaJob, answer: Answer): () => void {
  const key = keyOf(formula)
  const entry = wanted.get(key) ?? { formula, answers: new Set() }
  entry.answers.add(answer)
  if (wanted.size === 0) queueMicrotask(askForAll)
  wanted.set(key, entry)
  return () => void entry.answers.delete(answer)
}

function askForAll(): void {
  const all = [...wanted].filter(([, { answers }]) => answers.size > 0)
  wanted.clear()
  if (all.length === 0) return
  queue.ask(
    all.map(([, { formula }]) => formula),
    (nodes) => {
      all.forEach(([key, { answers }], index) => {
        const node = nodes?.[index] ?? null
        // Without an answer nothing is known about them.
        if (nodes !== null) results.keep(key, node, key.length * TREE_FACTOR)
        for (const answer of answers) answer(node)
      })
    },
  )
}
