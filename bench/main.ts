import { execFileSync, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rows } from './rows.ts'
import { toTable } from './table.ts'
import type { Row } from './table.ts'

const RESULTS = fileURLToPath(new URL('results/', import.meta.url))
const startedAt = new Date()

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in rows))
if (unknown.length > 0) {
  process.stderr.write(
    `There is no row ${unknown.join(', ')}. Rows: ${Object.keys(rows).join(', ')}.\n`,
  )
  process.exit(2)
}

let bigDirectory: string | null = null
process.once('exit', () => {
  if (bigDirectory !== null) rmSync(bigDirectory, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const report: Row[] = []
for (const [name, { needsBigFile = false }] of Object.entries(rows)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  if (needsBigFile) bigDirectory ??= buildBigFile()
  process.stderr.write(`measuring ${name} … `)
  const begunAt = performance.now()
  const measured = await measureApart(name, needsBigFile ? (bigDirectory ?? '') : '')
  process.stderr.write(
    `${((performance.now() - begunAt) / 1_000).toFixed(0)} s, load average ${loadOf()}\n`,
  )
  if (measured === null)
    process.stderr.write(`${name}: cannot run here (no display, no Electron or no Chromium)\n`)
  else report.push(...[measured].flat())
}

const conditions = {
  startedAt: startedAt.toISOString(),
  seconds: Math.round((Date.now() - startedAt.getTime()) / 1_000),
  node: process.version,
  cores: availableParallelism(),
  loadAverage: loadOf(),
}
const json = `${JSON.stringify({ ...conditions, rows: report }, null, 2)}\n`
mkdirSync(RESULTS, { recursive: true })
writeFileSync(join(RESULTS, 'latest.json'), json)
writeFileSync(join(RESULTS, `${conditions.startedAt.replaceAll(/[:.]/g, '-')}.json`), json)
process.stdout.write(
  `\n${toTable(report)}\n\nNode ${conditions.node}, ${conditions.cores} cores, load average ${conditions.loadAverage}, ${conditions.seconds} s.\n`,
)

/** Measures in a process of its own. Null where it cannot run on this machine. */
function measureApart(name: string, directory: string): Promise<Row | readonly Row[] | null> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('run-row.ts', import.meta.url)), [name, directory])
    let measured: Row | readonly Row[] | null | undefined
    child.once('message', (message) => {
      measured = message as Row | readonly Row[] | null
    })
    child.once('exit', (code) => {
      if (measured === undefined)
        reject(new Error(`The row ${name} failed with ${code ?? 'a signal'}.`))
      else resolve(measured)
    })
  })
}

function buildBigFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'port8000-bench-million-'))
  process.stderr.write('building the file with a million messages … ')
  const builder = fileURLToPath(new URL('big-file/build.ts', import.meta.url))
  const seconds = execFileSync(process.execPath, [builder, directory])
  process.stderr.write(`${seconds.toString().trim()} s\n`)
  return directory
}

function loadOf(): string {
  return loadavg()[0]?.toFixed(1) ?? '–'
}
