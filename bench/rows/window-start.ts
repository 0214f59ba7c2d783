import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { _electron } from '@playwright/test'
import { median } from '../statistics.ts'
import type { Row } from '../table.ts'

const GOAL_MS = 1_500
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** From starting the desktop application until its composer can be typed into. Null where it cannot run here. */
export async function windowStart(runs: number): Promise<Row | null> {
  const executablePath = electronPath()
  const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined
  if (executablePath === null || !hasDisplay) return null
  const dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-bench-window-'))
  // Electron refuses to run as root with its sandbox; only a measurement may go without it.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const samples: number[] = []
  for (let run = 0; run <= runs; run++) {
    const startedAt = performance.now()
    const app = await _electron.launch({
      executablePath,
      args: [ROOT, ...asRoot, '--port', '0', '--data-dir', dataDirectory],
    })
    const window = await app.firstWindow()
    await window.getByPlaceholder(/^Write to/).waitFor()
    if (run > 0) samples.push(performance.now() - startedAt)
    await app.close()
  }
  rmSync(dataDirectory, { recursive: true, force: true })
  const start = median(samples)
  return {
    name: 'desktop start until the window is usable',
    measured: `${start.toFixed(0)} ms median of ${String(runs)}`,
    reference: '–',
    ratio: null,
    goal: `≤ ${String(GOAL_MS)} ms`,
    met: start <= GOAL_MS,
  }
}

function electronPath(): string | null {
  try {
    return String(createRequire(import.meta.url)('electron'))
  } catch {
    return null
  }
}
