import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { processorTime, residentMemory } from '../processes.ts'
import type { RunningController } from '../processes.ts'
import { withController } from '../setup.ts'
import type { SocketClient } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'
import { bareExport, bareImport } from './bare-transfer.ts'

const GOAL_RATE = 50_000
const GOAL_GROWTH_MB = 150
const LOOK_EVERY_MS = 50
const MB = 1_048_576

interface Job {
  readonly id: string
  readonly state: string
  readonly written: { readonly messages: number }
  readonly error: unknown
}
interface Measured {
  readonly job: Job
  readonly seconds: number
  readonly processorSeconds: number
  readonly growthMb: number
  readonly loopP99: number
  /** How long a small command took meanwhile, in milliseconds. */
  readonly waits: readonly number[]
}

/** A million messages to a JSON Lines file, and from it into an empty controller; somebody else goes on asking meanwhile. */
export async function transfer(dataDirectory: string): Promise<readonly Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'port8000-bench-transfer-'))
  const file = join(directory, 'everything.jsonl')
  try {
    const out = await withController(
      [],
      { dataDirectory, monitored: true },
      ({ controller, owner }) => exportTo(file, controller, owner),
    )
    const rows = await withController([], { monitored: true }, ({ controller, owner }) =>
      importFrom(file, controller, owner),
    )
    return [
      toRow(
        'export of 1,000,000 messages as JSON Lines',
        out,
        bareExport(dataDirectory, directory),
      ),
      ...rows.map(({ name, measured }) => toRow(name, measured, null)),
      await importTotal(rows, file, directory),
    ]
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function exportTo(
  file: string,
  controller: RunningController,
  owner: SocketClient,
): Promise<Measured> {
  await owner.call('overview.watch', {})
  const measured = await during(controller, owner, 'export', ['done', 'failed'], async () => {
    const input = { scope: { kind: 'everything' }, format: 'jsonl' }
    return ((await owner.call('exports.start', input)) as { export: Job }).export
  })
  const response = await fetch(`${controller.url}/api/v1/exports/${measured.job.id}/file`, {
    headers: { authorization: `Bearer ${controller.secret}` },
  })
  if (response.body === null) throw new Error('The export has no file.')
  await pipeline(response.body, createWriteStream(file))
  return measured
}

async function importFrom(
  file: string,
  controller: RunningController,
  owner: SocketClient,
): Promise<readonly { readonly name: string; readonly measured: Measured }[]> {
  await owner.call('overview.watch', {})
  const { size } = statSync(file)
  const { import: job } = (await owner.call('imports.start', {
    fileName: 'everything.jsonl',
    bytes: size,
  })) as { import: Job }
  const checked = await during(controller, owner, 'import', ['ready', 'failed'], async () => {
    await upload(controller, job.id, file, size)
    return job
  })
  const written = await during(controller, owner, 'import', ['done', 'failed'], async () => {
    await owner.call('imports.run', { importId: job.id })
    return job
  })
  return [
    {
      name: 'import of 1,000,000 messages: sent and looked through',
      measured: { ...checked, job: written.job },
    },
    { name: 'import of 1,000,000 messages: brought in, with the search index', measured: written },
  ]
}

/** From the beginning of `begin` until the job is in one of these states, with somebody asking all the while. */
async function during(
  controller: RunningController,
  owner: SocketClient,
  kind: 'export' | 'import',
  states: readonly string[],
  begin: () => Promise<Job>,
): Promise<Measured> {
  const { resident } = await controller.memory()
  await controller.loopDelay()
  let peak = resident
  const over = new AbortController()
  const waits: number[] = []
  const looking = (async () => {
    while (!over.signal.aborted) {
      const asked = performance.now()
      await owner.call('folders.list', {})
      waits.push(performance.now() - asked)
      peak = Math.max(peak, residentMemory(controller.pid))
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  })()
  const cpu = processorTime(controller.pid)
  const startedAt = performance.now()
  const ended = new Promise<Job>((resolve) => {
    owner.onEvent = (frame) => {
      if (frame.event !== `${kind}.changed`) return
      const job = frame[kind] as Job
      if (states.includes(job.state)) resolve(job)
    }
  })
  await begin()
  const job = await ended
  const seconds = (performance.now() - startedAt) / 1_000
  const processorSeconds = (processorTime(controller.pid) - cpu) / 1_000
  over.abort()
  await looking
  if (job.state === 'failed') throw new Error(`The ${kind} failed: ${JSON.stringify(job.error)}`)
  const { p99 } = await controller.loopDelay()
  return { job, seconds, processorSeconds, growthMb: (peak - resident) / MB, loopP99: p99, waits }
}

function upload(
  controller: RunningController,
  importId: string,
  file: string,
  size: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(
      `${controller.url}/api/v1/imports/${importId}/file`,
      {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${controller.secret}`,
          'content-type': 'application/octet-stream',
          'content-length': size,
        },
      },
      (response) => {
        response.resume()
        response.once('end', () => {
          if (response.statusCode === 200) resolve()
          else reject(new Error(`The file was answered with ${String(response.statusCode)}.`))
        })
      },
    )
    sending.once('error', reject)
    createReadStream(file).pipe(sending)
  })
}

async function importTotal(
  parts: readonly { readonly measured: Measured }[],
  file: string,
  directory: string,
): Promise<Row> {
  const measured = parts.map((part) => part.measured)
  const seconds = measured.reduce((sum, part) => sum + part.seconds, 0)
  const messages = measured.at(-1)?.job.written.messages ?? 0
  const growth = Math.max(...measured.map(({ growthMb }) => growthMb))
  const rate = messages / seconds
  const bare = await bareImport(file, directory)
  return {
    name: 'import of 1,000,000 messages, all of it',
    measured: `${thousands(rate)} messages/s, ${seconds.toFixed(1)} s; file ${(statSync(file).size / MB).toFixed(0)} MB`,
    reference: `bare SQLite, row by row ${thousands(bare)} messages/s`,
    ratio: rate / bare,
    goal: `≥ ${thousands(GOAL_RATE)}/s; ≤ ${GOAL_GROWTH_MB} MB`,
    met: rate >= GOAL_RATE && growth <= GOAL_GROWTH_MB,
  }
}

function toRow(name: string, measured: Measured, bare: number | null): Row {
  const { job, seconds, processorSeconds, growthMb, loopP99, waits } = measured
  const { messages } = job.written
  const rate = messages / seconds
  return {
    name,
    measured:
      `${thousands(rate)} messages/s (${seconds.toFixed(1)} s, ${((processorSeconds * 1e6) / messages).toFixed(1)} µs ` +
      `processor each), +${growthMb.toFixed(0)} MB, loop p99 ${loopP99.toFixed(1)} ms, a command meanwhile p50 ` +
      `${percentile(waits, 0.5).toFixed(1)} p99 ${percentile(waits, 0.99).toFixed(1)} ms`,
    reference: bare === null ? '–' : `bare SQLite to JSON ${thousands(bare)} messages/s`,
    ratio: bare === null ? null : rate / bare,
    goal: `≥ ${thousands(GOAL_RATE)}/s; ≤ ${GOAL_GROWTH_MB} MB`,
    met: rate >= GOAL_RATE && growthMb <= GOAL_GROWTH_MB,
  }
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en')
}
