import type { ColouredCode, HighlightJob } from './code-node'
import { JobQueue } from './job-queue'
import { KeptResults } from './kept-results'

const KEPT_RESULTS = 200
const KEPT_CHARACTERS = 4_000_000

const queue = new JobQueue<HighlightJob, ColouredCode>(
  () => new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module' }),
)
const results = new KeptResults<ColouredCode>(KEPT_RESULTS, KEPT_CHARACTERS)

const keyOf = ({ code, language }: HighlightJob) => `${language}\n${code}`

/** The colours of code that was coloured before; undefined where it was not. */
export function knownHighlight(job: HighlightJob): ColouredCode | undefined {
  return results.get(keyOf(job))
}

/**
 * Has code coloured in a worker. `answer` gets null where its language is not known or it takes too long. Results are kept
 * where `isComplete`. Answers how to call it off.
 */
export function highlight(
  job: HighlightJob,
  isComplete: boolean,
  answer: (coloured: ColouredCode | null) => void,
): () => void {
  return queue.ask(job, (coloured) => {
    if (isComplete && coloured !== null) {
      const size = coloured.reduce((sum, piece) => sum + piece.length, 0)
      results.keep(keyOf(job), coloured, size)
    }
    answer(coloured)
  })
}
