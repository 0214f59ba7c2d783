import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { closedLoop } from './rows/closed-loop.ts'
import { startAndIdle } from './rows/start-and-idle.ts'
import { stopUntilClosed } from './rows/stop.ts'
import { timeToFirstToken } from './rows/time-to-first-token.ts'
import { windowStart } from './rows/window-start.ts'
import { toTable } from './table.ts'
import type { Row } from './table.ts'

const RESULTS = new URL('results/', import.meta.url)

/** Each entry of the report by the name that `npm run bench -- NAME` takes. */
const rows: Readonly<Record<string, () => Promise<Row | readonly Row[] | null>>> = {
  'first-token-1': () => timeToFirstToken(1, 25),
  'first-token-50': () => timeToFirstToken(50, 8),
  'closed-loop': () => closedLoop(100, 10),
  start: () => startAndIdle(7),
  stop: () => stopUntilClosed(50),
  window: () => windowStart(5),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in rows))
if (unknown.length > 0) {
  process.stderr.write(
    `There is no row ${unknown.join(', ')}. Rows: ${Object.keys(rows).join(', ')}.\n`,
  )
  process.exit(2)
}

const report: Row[] = []
for (const [name, measure] of Object.entries(rows)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`measuring ${name} …\n`)
  const measured = await measure()
  if (measured === null)
    process.stderr.write(`${name}: cannot run here (no Electron runtime or no display)\n`)
  else report.push(...[measured].flat())
}
mkdirSync(RESULTS, { recursive: true })
writeFileSync(new URL('latest.json', RESULTS), `${JSON.stringify(report, null, 2)}\n`)
process.stdout.write(
  `\n${toTable(report)}\n\nNode ${process.version}, ${String(availableParallelism())} cores.\n`,
)
