import { AppError, toWireError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'
import type { ToolServerState } from '@shared/model/tool-server'
import { asError, unlessAborted } from '../engines/unless-aborted'
import type { Logger } from '../logging/logger'
import type { Tool, ToolArguments } from '../tools/tool'
import { toKnownTools } from './known-tools'
import type { KnownTool } from './known-tools'
import { tidyList } from './tidy-list'
import { ToolServerError } from './tool-server-connection'
import type {
  OpenToolServer,
  ToolServerConnection,
  ToolServerKeys,
  ToolServerWatch,
} from './tool-server-connection'
import type { StoredToolServer, ToldByServer } from './tool-server-store'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** A call that would have to wait longer hears at once why. */
const LONGEST_WAIT_MS = 10_000

/** Time as tests can turn it. */
interface Clock {
  now(): number
  /** Answers how to call it off. */
  after(ms: number, work: () => void): () => void
}

export interface ToolServerDeps {
  readonly open: OpenToolServer
  readonly keysOf: (server: StoredToolServer) => ToolServerKeys
  readonly clock: Clock
  /** How long it may take to start, and how long it stays without being asked anything. */
  readonly limits: { readonly startMs: number; readonly idleMs: number }
  /** Its state or its tools are others now. */
  readonly onChanged: () => void
  readonly saveTold: (server: StoredToolServer) => Promise<void>
  readonly log: Logger
}

/** One time that it runs, from its start to its end. */
interface Run {
  readonly abort: AbortController
  readonly opening: Promise<ToolServerConnection>
  calls: number
  stopIdling: () => void
}

interface Failure {
  readonly error: WireError
  readonly lastWords: string | null
}

/** One tool server: started when it is needed, started again after it failed, and ended when nobody asks it any more. */
export class ToolServer {
  readonly #deps: ToolServerDeps
  #stored: StoredToolServer
  #known: readonly KnownTool[]
  #tools: readonly Tool[]
  #run: Run | null = null
  #isReady = false
  #failure: Failure | null = null
  #failures = 0
  #retryAt = 0
  #readyAt: number | null = null
  #closing: Promise<unknown> = Promise.resolve()

  constructor(stored: StoredToolServer, deps: ToolServerDeps) {
    this.#deps = deps
    this.#stored = stored
    this.#known = toKnownTools(stored)
    this.#tools = this.#usable()
  }

  get stored(): StoredToolServer {
    return this.#stored
  }

  get state(): ToolServerState {
    if (!this.#stored.enabled) return 'off'
    if (this.#run) return this.#isReady ? 'ready' : 'starting'
    return this.#failure ? 'failed' : 'idle'
  }

  get failure(): Failure | null {
    return this.state === 'failed' ? this.#failure : null
  }

  get readyAt(): number | null {
    return this.#readyAt
  }

  get known(): readonly KnownTool[] {
    return this.#known
  }

  /** Those that bots may be granted now; the same list until it changes. */
  get tools(): readonly Tool[] {
    return this.#stored.enabled ? this.#tools : []
  }

  /** Ends it where it runs, and starts it as it is set now, unless it is off. */
  async become(stored: StoredToolServer): Promise<void> {
    this.#stored = { ...stored, told: this.#stored.told }
    this.#failures = 0
    this.#failure = null
    await this.close()
    if (this.#stored.enabled) this.#begin()
  }

  /** Resolves once nothing of it runs any more. */
  close(): Promise<void> {
    const run = this.#run
    this.#run = null
    if (run) this.#closing = Promise.all([this.#closing, this.#end(run)])
    return this.#closing.then(() => undefined)
  }

  async #end(run: Run): Promise<void> {
    run.stopIdling()
    run.abort.abort(new AppError('conflict', 'The tool server was stopped.'))
    const connection = await run.opening.catch(() => null)
    await connection?.close()
    this.#deps.onChanged()
  }

  async #call({ fingerprint }: KnownTool, args: ToolArguments, signal: AbortSignal) {
    const run = await this.#running(signal)
    run.calls++
    run.stopIdling()
    try {
      const connection = await unlessAborted(run.opening, signal)
      const tool = this.#known.find((one) => one.fingerprint === fingerprint)
      if (!tool) throw changed(this.#stored.name)
      const { text, isError } = await connection.call(tool.ownName, args, signal)
      this.#failures = 0
      if (isError) throw new AppError('invalid_input', text || 'The tool failed without a word.')
      return text
    } finally {
      run.calls--
      this.#idle(run)
    }
  }

  /** Starts it where it does not run; soon after it failed, not before its pause is over. */
  async #running(signal: AbortSignal): Promise<Run> {
    if (!this.#stored.enabled) throw new AppError('conflict', 'The tool server is switched off.')
    const wait = this.#failure ? this.#retryAt - this.#deps.clock.now() : 0
    if (!this.#run && this.#failure && wait > LONGEST_WAIT_MS)
      throw new AppError(this.#failure.error.code, this.#failure.error.message)
    if (!this.#run && wait > 0) await this.#pause(wait, signal)
    return this.#run ?? this.#begin()
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        cancel()
        reject(asError(signal.reason))
      }
      const cancel = this.#deps.clock.after(ms, () => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      })
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  #begin(): Run {
    const abort = new AbortController()
    const opening: Promise<ToolServerConnection> = Promise.resolve().then(() => this.#open(run))
    const run: Run = { abort, opening, calls: 0, stopIdling: () => undefined }
    opening.catch((error: unknown) => this.#failed(run, error))
    this.#isReady = false
    this.#run = run
    this.#deps.onChanged()
    return run
  }

  async #open(run: Run): Promise<ToolServerConnection> {
    const { open, keysOf, limits, clock } = this.#deps
    const tooLong = () => run.abort.abort(tookTooLong(limits.startMs))
    const stopClock = clock.after(limits.startMs, tooLong)
    const watch: ToolServerWatch = {
      onEnded: (why) => this.#failed(run, why),
      onListChanged: () => void this.#relist(run),
    }
    let connection: ToolServerConnection | null = null
    try {
      connection = await open(this.#stored.target, keysOf(this.#stored), watch, run.abort.signal)
      await this.#learn(connection, run.abort.signal)
    } catch (error) {
      await connection?.close()
      throw run.abort.signal.aborted ? asError(run.abort.signal.reason) : error
    } finally {
      stopClock()
    }
    if (this.#run === run) this.#becomeReady(run)
    return connection
  }

  #becomeReady(run: Run): void {
    this.#isReady = true
    this.#failure = null
    this.#readyAt = this.#deps.clock.now()
    this.#idle(run)
    this.#deps.onChanged()
  }

  async #learn(connection: ToolServerConnection, signal: AbortSignal): Promise<void> {
    const told = tidyList(connection.info, await connection.list(signal))
    if (isSame(told, this.#stored.told)) return
    this.#stored = { ...this.#stored, told }
    this.#known = toKnownTools(this.#stored)
    this.#tools = this.#usable()
    await this.#deps.saveTold(this.#stored)
  }

  async #relist(run: Run): Promise<void> {
    try {
      const connection = await run.opening
      if (this.#run !== run) return
      await this.#learn(connection, run.abort.signal)
      this.#deps.onChanged()
    } catch (error) {
      const { id } = this.#stored
      this.#deps.log.warn('tools not read again', {
        toolServerId: id,
        code: toWireError(error).code,
      })
    }
  }

  #failed(run: Run, error: unknown): void {
    if (this.#run !== run) return
    this.#run = null
    run.stopIdling()
    this.#failures++
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS)
    this.#retryAt = this.#deps.clock.now() + pause
    const lastWords = error instanceof ToolServerError ? error.lastWords : null
    this.#failure = { error: toWireError(error), lastWords }
    const { id } = this.#stored
    if (error instanceof AppError) this.#deps.log.warn('tool server failed', { toolServerId: id })
    else this.#deps.log.error('tool server failed', { toolServerId: id, error })
    this.#deps.onChanged()
  }

  #idle(run: Run): void {
    if (run.calls > 0 || this.#run !== run || !this.#isReady) return
    run.stopIdling()
    run.stopIdling = this.#deps.clock.after(this.#deps.limits.idleMs, () => void this.close())
  }

  #usable(): readonly Tool[] {
    return this.#known.filter(({ problem }) => problem === null).map((one) => this.#toTool(one))
  }

  #toTool(known: KnownTool): Tool {
    const { name, description, parameters, fingerprint } = known
    return {
      ...{ name, description, parameters, fingerprint, server: this.#stored.name },
      run: (args, _context, signal) => this.#call(known, args, signal),
    }
  }
}

function isSame(one: ToldByServer, other: ToldByServer): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function changed(server: string): AppError {
  return new AppError(
    'conflict',
    `The tool server “${server}” has changed this tool, so it did not run. The owner has to look at it and grant it again.`,
  )
}

function tookTooLong(ms: number): ToolServerError {
  return new ToolServerError(
    `It did not answer within ${Math.round(ms / 1_000)} s. Look at its program or its address, then start it again.`,
  )
}
