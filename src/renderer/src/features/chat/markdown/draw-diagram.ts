import type { DiagramJob, Drawing } from './diagram-job'
import { JobQueue } from './job-queue'
import { KeptResults } from './kept-results'
import { openDiagramFrame } from './open-diagram-frame'

/** The first drawing waits for three megabytes of script. */
const LONGEST_MS = 20_000
const KEPT_RESULTS = 60
const KEPT_CHARACTERS = 6_000_000
const LARGEST_DRAWING = 2_000_000

const queue = new JobQueue<DiagramJob, Drawing>(openDiagramFrame, LONGEST_MS)
const results = new KeptResults<Drawing>(KEPT_RESULTS, KEPT_CHARACTERS)

const keyOf = ({ source, isDark }: DiagramJob) => `${isDark ? 'dark' : 'light'}\n${source}`

/** A diagram that was drawn before. */
export function knownDrawing(job: DiagramJob): Drawing | undefined {
  return results.get(keyOf(job))
}

/** Has a diagram drawn. `answer` gets null where its source has an error. Answers how to call it off. */
export function drawDiagram(
  job: DiagramJob,
  answer: (drawing: Drawing | null) => void,
): () => void {
  return queue.ask(job, (result) => {
    const drawing = checked(result)
    if (drawing !== null) results.keep(keyOf(job), drawing, drawing.svg.length)
    answer(drawing)
  })
}

/** The frame is not trusted: what it says may be anything. */
function checked(result: unknown): Drawing | null {
  if (typeof result !== 'object' || result === null) return null
  if (!('svg' in result) || !('title' in result)) return null
  const { svg, title } = result
  if (typeof svg !== 'string' || typeof title !== 'string') return null
  return svg.length > LARGEST_DRAWING ? null : { svg, title: title.slice(0, 300) }
}
