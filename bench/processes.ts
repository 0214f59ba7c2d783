import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { performance } from 'node:perf_hooks'
import { NO_LIMITS } from '../test/support/no-limits.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const BARE_SERVER = fileURLToPath(new URL('bare-server.ts', import.meta.url))
const MONITOR = new URL('controller-monitor.ts', import.meta.url).href

export interface RunningProcess {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** Milliseconds by which the controller's event loop came late, since it was last asked. */
export interface LoopDelay {
  readonly p99: number
  readonly max: number
}

export interface ControllerOptions {
  /** Kept when the controller stops; else a directory of its own, which goes with it. */
  readonly dataDirectory?: string
  /** Whether its event loop and memory can be asked for; costs it a timer every few milliseconds. */
  readonly monitored?: boolean
}

export interface RunningController extends RunningProcess {
  /** Signs a script in as the owner. */
  readonly secret: string
  /** From the start of the process until `/health` answered 200, in milliseconds. */
  readonly startMs: number
  /** Rejects where it is not monitored. */
  loopDelay(): Promise<LoopDelay>
  /** Bytes, after its garbage was collected. Rejects where it is not monitored. */
  memory(): Promise<{ readonly resident: number; readonly heap: number }>
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
  { dataDirectory, monitored = false }: ControllerOptions = {},
): Promise<RunningController> {
  const directory = dataDirectory ?? mkdtempSync(join(tmpdir(), 'port8000-bench-'))
  const startedAt = performance.now()
  const monitor = monitored ? ['--expose-gc', '--import', MONITOR] : []
  const child = spawnNode(
    [
      ...monitor,
      join(ROOT, 'out/main/headless.js'),
      '--port',
      '0',
      '--data-dir',
      directory,
      '--ollama',
      ollamaUrl,
    ],
    monitored,
  )
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
    loopDelay: () => askMonitor(child, 'loop-delay') as Promise<LoopDelay>,
    memory: () => askMonitor(child, 'memory') as Promise<{ resident: number; heap: number }>,
    stop: async () => {
      await stop(child)
      if (dataDirectory === undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** The leanest WebSocket server there is, as something to compare with. `flags` as `bare-server.ts` takes them. */
export async function startBareServer(flags: readonly string[]): Promise<RunningProcess> {
  const child = spawnNode([BARE_SERVER, ...flags])
  const { url } = JSON.parse(await firstLine(child)) as { url: string }
  return { url, pid: child.pid ?? 0, stop: () => stop(child) }
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

/** Processor time of a process so far, all its threads, in milliseconds (Linux); NaN where the system does not tell. */
export function processorTime(pid: number): number {
  try {
    // After the name in brackets: user time is the 12th field, system time the 13th, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.NaN
  }
}

function spawnNode(args: readonly string[], withChannel = false): ChildProcess {
  return spawn(process.execPath, args, {
    // Everything comes from one address and one token: the settings anybody can use to lift the limits.
    env: { ...process.env, ...NO_LIMITS },
    stdio: ['ignore', 'pipe', 'inherit', ...(withChannel ? (['ipc'] as const) : [])],
  })
}

function askMonitor(child: ChildProcess, question: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.send(question, (error) => {
      if (error) reject(error)
    })
  })
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
