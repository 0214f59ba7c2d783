// A thread of its own: whatever is typed into it, no reply waits for it, and it can be ended. Named with its extension and
// without an alias, so that Node can run this source as it is, which is what the tests do.
import { parentPort } from 'node:worker_threads'
import { evaluateMath } from './evaluate-math.ts'

export interface MathJob {
  readonly job: number
  readonly expression: string
}
export type MathAnswer =
  | { readonly job: number; readonly result: string }
  /** What is wrong with the expression. */
  | { readonly job: number; readonly problem: string }

parentPort?.on('message', ({ job, expression }: MathJob) => {
  const answer: MathAnswer = { job, ...evaluateMath(expression) }
  parentPort?.postMessage(answer)
})
