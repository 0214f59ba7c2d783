import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { NO_LIMITS } from '@test/support/no-limits'

const HEADLESS = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'headless.js')
const SIGN_IN_LINE = /^Sign in .*: (http\S+)$/

/** What a person's own settings would change about a test. */
const SETTING_VARIABLES = new Set([
  'HOST',
  'LLAMA_ENDPOINT',
  'MAX_TOKENS',
  'MODEL_NAME',
  'OLLAMA_HOST',
  'PORT',
  'TEMPERATURE',
])

type Environment = Readonly<Record<string, string>>

interface Running {
  readonly child: ChildProcess
  readonly address: string
  readonly signInLink: string
}

/** The built controller without a window, as its own process on a data directory of its own. */
export class ControllerProcess {
  readonly #dataDirectory: string
  readonly #ollamaUrl: string
  readonly #env: Environment
  #running: Running

  private constructor(
    dataDirectory: string,
    ollamaUrl: string,
    env: Environment,
    running: Running,
  ) {
    this.#dataDirectory = dataDirectory
    this.#ollamaUrl = ollamaUrl
    this.#env = env
    this.#running = running
  }

  /**
   * Resolves once it listens; `port` 0 is any free one. `fill` may put data in its directory before it starts, `env` lays down
   * settings: by default, that nothing is limited.
   */
  static async start(
    ollamaUrl: string,
    port = 0,
    fill?: (dataDirectory: string) => void,
    env: Environment = {},
  ): Promise<ControllerProcess> {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-browser-'))
    fill?.(dataDirectory)
    const running = await run(dataDirectory, ollamaUrl, String(port), env)
    return new ControllerProcess(dataDirectory, ollamaUrl, env, running)
  }

  get address(): string {
    return this.#running.address
  }

  /** The one-time link that it printed when it started. */
  get signInLink(): string {
    return this.#running.signInLink
  }

  /** The owner's secret, as a program of the same user reads it. */
  get secret(): string {
    const text = readFileSync(join(this.#dataDirectory, 'controller.json'), 'utf8')
    const content = JSON.parse(text) as { readonly secret: string }
    return content.secret
  }

  /** SIGKILL: nothing is said and nothing is stored any more. */
  async kill(): Promise<void> {
    await end(this.#running.child, 'SIGKILL')
  }

  /** Starts it again on the same port and the same data. */
  async restart(): Promise<void> {
    const { port } = new URL(this.address)
    this.#running = await run(this.#dataDirectory, this.#ollamaUrl, port, this.#env)
  }

  /** Ends it in good order and removes its data. */
  async close(): Promise<void> {
    await end(this.#running.child, 'SIGTERM')
    rmSync(this.#dataDirectory, { recursive: true, force: true })
  }
}

async function run(
  dataDirectory: string,
  ollamaUrl: string,
  port: string,
  given: Environment,
): Promise<Running> {
  const args = ['--port', port, '--data-dir', dataDirectory, '--ollama', ollamaUrl]
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !SETTING_VARIABLES.has(name)),
  )
  const child = spawn(process.execPath, [HEADLESS, ...args], {
    // A fake that is asked for titles too would confuse most tests.
    env: { ...env, AUTO_TITLE: 'off', ...NO_LIMITS, ...given },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (complaints += part))
  for await (const line of createInterface({ input: child.stdout })) {
    const link = SIGN_IN_LINE.exec(line)?.[1]
    if (link === undefined) continue
    child.stdout.resume()
    return { child, address: new URL(link).origin, signInLink: link }
  }
  throw new Error(`The controller did not start. ${complaints}`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
