import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { residentMemory, startController, startFake } from '../processes.ts'
import { median } from '../statistics.ts'
import type { Row } from '../table.ts'

const GOAL_START_MS = 700
const GOAL_MEMORY_MB = 120
const SETTLE_MS = 5_000

/** How long the controller without a window needs until `/health` is 200, and what it takes when nothing happens. */
export async function startAndIdle(runs: number): Promise<Row[]> {
  const fake = await startFake([])
  const dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-bench-start-'))
  const starts: number[] = []
  const bareStarts: number[] = []
  let memory = Number.NaN
  // The first run makes the database and warms the disk cache; people start the product more often than once.
  for (let run = 0; run <= runs; run++) {
    const controller = await startController(fake.url, { dataDirectory })
    if (run > 0) {
      starts.push(controller.startMs)
      bareStarts.push(bareNodeMs())
    }
    if (run === runs) {
      await pause(SETTLE_MS)
      memory = residentMemory(controller.pid) / 1_000_000
    }
    await controller.stop()
  }
  await fake.stop()
  rmSync(dataDirectory, { recursive: true, force: true })
  const [start, nodeMs] = [median(starts), median(bareStarts)]
  return [
    {
      name: 'headless start until /health is 200',
      measured: `${start.toFixed(0)} ms median of ${String(runs)}`,
      reference: `bare Node ${nodeMs.toFixed(0)} ms`,
      ratio: start / nodeMs,
      goal: `≤ ${String(GOAL_START_MS)} ms`,
      met: start <= GOAL_START_MS,
    },
    {
      name: 'headless idle memory (resident)',
      measured: `${memory.toFixed(0)} MB`,
      reference: '–',
      ratio: null,
      goal: `≤ ${String(GOAL_MEMORY_MB)} MB`,
      met: memory <= GOAL_MEMORY_MB,
    },
  ]
}

/** Node that starts and has nothing to do. */
function bareNodeMs(): number {
  const startedAt = performance.now()
  execFileSync(process.execPath, ['-e', ''])
  return performance.now() - startedAt
}
