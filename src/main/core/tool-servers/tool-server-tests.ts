import { AppError } from '@shared/contract/app-error'
import type { CommandOutput } from '@shared/contract/commands'
import type { ToolServerTarget } from '@shared/model/tool-server'
import { asError } from '../engines/unless-aborted'
import type { ToolServerDeps } from './tool-server'
import { ToolServerError } from './tool-server-connection'
import type { OpenToolServer, ToolServerKeys } from './tool-server-connection'

/** Programs that run at the same time only to be looked at. */
const MOST_TESTS = 4

export interface ToolServerTestsDeps {
  readonly open: OpenToolServer
  readonly clock: ToolServerDeps['clock']
  readonly startMs: number
}

/** Servers that are started to see whether they work, and ended at once. */
export class ToolServerTests {
  readonly #deps: ToolServerTestsDeps
  readonly #running = new Map<
    object,
    { readonly testId: string | null; readonly abort: AbortController }
  >()

  constructor(deps: ToolServerTestsDeps) {
    this.#deps = deps
  }

  /** Throws `AppError`. */
  async run(
    testId: string | undefined,
    target: ToolServerTarget,
    keys: ToolServerKeys,
  ): Promise<CommandOutput<'toolServers.test'>> {
    if (this.#running.size >= MOST_TESTS)
      throw new AppError(
        'conflict',
        'Other tool servers are being tested. Try again when they are.',
      )
    const abort = new AbortController()
    const test = { testId: testId ?? null, abort }
    this.#running.set(test, test)
    const { clock, startMs } = this.#deps
    const stopClock = clock.after(startMs, () => abort.abort(tooSlow(startMs)))
    try {
      return await this.#look(target, keys, abort.signal)
    } catch (error) {
      const why = abort.signal.aborted ? asError(abort.signal.reason) : error
      throw why instanceof ToolServerError ? toldToOwner(why) : why
    } finally {
      stopClock()
      this.#running.delete(test)
    }
  }

  cancel(testId: string): void {
    for (const test of this.#running.values()) if (test.testId === testId) cancel(test.abort)
  }

  close(): void {
    for (const { abort } of this.#running.values()) cancel(abort)
  }

  async #look(target: ToolServerTarget, keys: ToolServerKeys, signal: AbortSignal) {
    const { open, clock } = this.#deps
    const startedAt = clock.now()
    const nothing = () => undefined
    const watch = { onEnded: nothing, onListChanged: nothing }
    const connection = await open(target, keys, watch, signal)
    try {
      const tools = await connection.list(signal)
      const latencyMs = Math.max(0, clock.now() - startedAt)
      return { info: connection.info, latencyMs, tools: tools.map(({ name }) => name) }
    } finally {
      await connection.close()
    }
  }
}

function cancel(abort: AbortController): void {
  abort.abort(new AppError('conflict', 'The test was cancelled.'))
}

function tooSlow(ms: number): ToolServerError {
  return new ToolServerError(
    `It did not answer within ${Math.round(ms / 1_000)} s. Look at its program or its address.`,
  )
}

/** Only the owner tests, so the last words may be said. */
function toldToOwner({ code, message, lastWords }: ToolServerError): AppError {
  return new AppError(code, lastWords === null ? message : `${message} It said: “${lastWords}”`)
}
