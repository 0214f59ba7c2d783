import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { performance } from 'node:perf_hooks'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface RunningProcess {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

export interface RunningController extends RunningProcess {
  /** Signs a script in as the owner. */
  readonly secret: string
  /** From the start of the process until `/health` answered 200, in milliseconds. */
  readonly startMs: number
}

/** The paced fake Ollama, in a process of its own. `flags` as its `main.ts` takes them. */
export async function startFake(flags: readonly string[]): Promise<RunningProcess> {
  const child = spawnNode([join(ROOT, 'test/support/fake-ollama/main.ts'), '--port', '0', ...flags])
  const line = await firstLine(child)
  const { url } = JSON.parse(line) as { url: string }
  return { url, pid: child.pid ?? 0, stop: () => stop(child) }
}

/** The built controller without a window, in a process and a data directory of its own. */
export async function startController(
  ollamaUrl: string,
  dataDirectory?: string,
): Promise<RunningController> {
  const directory = dataDirectory ?? mkdtempSync(join(tmpdir(), 'port8000-bench-'))
  const startedAt = performance.now()
  const child = spawnNode([
    join(ROOT, 'out/main/headless.js'),
    '--port',
    '0',
    '--data-dir',
    directory,
    '--ollama',
    ollamaUrl,
  ])
  const url = /http:\S+/.exec(await firstLine(child))?.[0] ?? ''
  await untilHealthy(url)
  const startMs = performance.now() - startedAt
  const { secret } = JSON.parse(readFileSync(join(directory, 'controller.json'), 'utf8')) as {
    secret: string
  }
  return {
    url,
    secret,
    startMs,
    pid: child.pid ?? 0,
    stop: async () => {
      await stop(child)
      if (dataDirectory === undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Memory of a process in bytes (Linux: `VmRSS`); NaN where the system does not tell. */
export function residentMemory(pid: number): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(
      readFileSync(`/proc/${String(pid)}/status`, 'utf8'),
    )?.[1]
    return Number(kilobytes) * 1024
  } catch {
    return Number.NaN
  }
}

function spawnNode(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.once('exit', (code) => {
      reject(new Error(`The process ended with ${String(code)} before it was ready.`))
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '')
    })
  })
}

async function untilHealthy(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/health`).catch(() => null)
    if (response?.ok) return
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    child.once('exit', () => {
      resolve()
    })
    child.kill('SIGTERM')
  })
}
