import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { NO_LIMITS } from '../no-limits'

const SIGN_IN_LINE = /^Sign in .*: (http\S+)$/

interface Life {
  readonly child: ChildProcess
  /** Null where it was killed before it listened. */
  readonly address: Promise<string | null>
  readonly next: PromiseWithResolvers<void>
  isKilled: boolean
}

/** A controller that is its own process, killed and started again on the same data, each time on another free port. */
export class KillableController {
  readonly dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-kill-'))
  readonly #file: string
  readonly #ollamaUrl: string
  #life: Life
  #address = ''

  /** Starts at once. `file` is the built controller. */
  constructor(file: string, ollamaUrl: string) {
    this.#file = file
    this.#ollamaUrl = ollamaUrl
    this.#life = this.#spawn()
  }

  get address(): string {
    return this.#address
  }

  /** The owner's secret of this life. */
  get secret(): string {
    const text = readFileSync(join(this.dataDirectory, 'controller.json'), 'utf8')
    return (JSON.parse(text) as { readonly secret: string }).secret
  }

  /** Resolves once it listens, in this life or in the next one. Rejects where it did not start by itself. */
  async whenReachable(): Promise<void> {
    for (;;) {
      const life = this.#life
      const address = await life.address
      if (life === this.#life && address !== null && !life.isKilled) {
        this.#address = address
        return
      }
      if (!life.isKilled) throw new Error('The controller did not start.')
      await life.next.promise
    }
  }

  /** SIGKILL: nothing is said and nothing is stored any more. Resolves once it is gone. */
  async kill(): Promise<void> {
    const { child } = this.#life
    this.#life.isKilled = true
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  start(): void {
    const { next } = this.#life
    this.#life = this.#spawn()
    next.resolve()
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.dataDirectory, { recursive: true, force: true })
  }

  #spawn(): Life {
    const args = ['--port', '0', '--data-dir', this.dataDirectory, '--ollama', this.#ollamaUrl]
    const child = spawn(process.execPath, [this.#file, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'], AUTO_TITLE: 'off', ...NO_LIMITS },
    })
    return {
      child,
      address: readAddress(child),
      next: Promise.withResolvers(),
      isKilled: false,
    }
  }
}

async function readAddress(child: ChildProcess): Promise<string | null> {
  if (!child.stdout) return null
  for await (const line of createInterface({ input: child.stdout })) {
    const link = SIGN_IN_LINE.exec(line)?.[1]
    if (link === undefined) continue
    child.stdout.resume()
    return new URL(link).origin
  }
  return null
}
