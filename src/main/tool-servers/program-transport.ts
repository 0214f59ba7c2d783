import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/client'
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client'
import type { ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

/** Of one message. A program that says more at once is ended. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024
const MAX_LAST_WORDS = 2_048
/** How long a program gets to end by itself, and then to heed the signal. */
const GRACE_MS = 1_000

export interface ProgramOptions {
  readonly command: string
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** How it ended: `said` is the last of what it wrote to its error output. */
export interface ProgramEnd {
  readonly cause: 'exit' | 'no-start' | 'too-long'
  readonly code: number | null
  readonly signal: string | null
  readonly said: string
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/**
 * Speaks to a program over its input and output. It leads a group of processes of its own, which is ended whole, whoever
 * of it ended first; where this process ends without a word, its input closes, by which such programs end.
 */
export class ProgramTransport implements Transport {
  readonly #options: ProgramOptions
  readonly #buffer = new ReadBuffer({ maxBufferSize: MAX_MESSAGE_BYTES })
  readonly #gone = Promise.withResolvers<undefined>()
  #child: Child | null = null
  #said = ''
  #end: ProgramEnd | null = null
  #isTooLong = false
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void

  constructor(options: ProgramOptions) {
    this.#options = options
  }

  /** Null while it runs. */
  get end(): ProgramEnd | null {
    return this.#end
  }

  async start(): Promise<void> {
    const { command, arguments: args, environment } = this.#options
    const child = spawn(command, args, {
      ...{ env: environment, cwd: homedir(), shell: false, windowsHide: true },
      // The leader of a group, which a signal reaches whole.
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#child = child
    child.stdout.on('data', (chunk: Buffer) => this.#read(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString('utf8')).slice(-MAX_LAST_WORDS)
    })
    for (const stream of [child.stdin, child.stdout, child.stderr])
      stream.on('error', () => undefined)
    child.once('exit', (code, signal) => this.#exited(child, code, signal))
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (error) => {
        this.#ended({ cause: 'no-start', code: null, signal: null, said: '' })
        reject(error)
      })
    })
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin
    if (!stdin?.writable || this.#end) throw new Error('The program does not run.')
    await new Promise<void>((resolve, reject) => {
      stdin.write(serializeMessage(message), (error) => (error ? reject(error) : resolve()))
    })
  }

  /** Resolves once it is gone. */
  async close(): Promise<void> {
    const child = this.#child
    if (!child || this.#end) return
    child.stdin.end()
    const gone = this.#gone.promise
    if (await isOver(gone, GRACE_MS)) return
    signalGroup(child, 'SIGTERM')
    if (await isOver(gone, GRACE_MS)) return
    signalGroup(child, 'SIGKILL')
    await isOver(gone, GRACE_MS)
  }

  #read(chunk: Buffer): void {
    try {
      this.#buffer.append(chunk)
    } catch {
      this.#isTooLong = true
      if (this.#child) signalGroup(this.#child, 'SIGKILL')
      return
    }
    for (let isMore = true; isMore;) isMore = this.#readMessage()
  }

  /** What is no message, as a greeting on the wrong output, is passed over. */
  #readMessage(): boolean {
    try {
      const message = this.#buffer.readMessage()
      if (message !== null) this.onmessage?.(message)
      return message !== null
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error('no message'))
      return true
    }
  }

  #exited(child: Child, code: number | null, signal: string | null): void {
    // What it started may go on without it, and hold its output open.
    signalGroup(child, 'SIGKILL')
    const end = () => {
      const cause = this.#isTooLong ? 'too-long' : 'exit'
      this.#ended({ cause, code, signal, said: this.#said })
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
    }
    const timer = setTimeout(end, GRACE_MS)
    // What it said last is read first.
    child.once('close', () => {
      clearTimeout(timer)
      end()
    })
  }

  #ended(end: ProgramEnd): void {
    if (this.#end) return
    this.#end = end
    this.#gone.resolve(undefined)
    this.onclose?.()
  }
}

function signalGroup({ pid }: Child, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // Nobody of it is there any more.
  }
}

async function isOver(gone: Promise<undefined>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([gone.then(() => true), late])
  } finally {
    clearTimeout(timer)
  }
}
