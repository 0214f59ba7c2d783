import { AppError } from '@shared/contract/app-error'
import type { ErrorCode } from '@shared/contract/errors'
import type { Engine, ReplyPart, ReplyRequest } from '@main/core/engines/engine'
import type { EngineName, EngineStatus } from '@shared/model/engine'
import type { Model } from '@shared/model/model'

/** One step of a scripted reply. */
export type Step =
  | { readonly say: string }
  | { readonly think: string }
  | { readonly phase: 'loading' }
  /** Waits until the test calls `release`, or the turn is aborted. */
  | 'hold'
  | { readonly fail: ErrorCode }
  /** Ends the stream with no `done`, as a killed server does. */
  | 'vanish'

/** An engine that says what a test tells it to, and remembers what it was asked. */
export class ScriptedEngine implements Engine {
  readonly name: EngineName
  readonly needsModel: boolean
  readonly requests: ReplyRequest[] = []
  readonly loads: (string | null)[] = []
  readonly unloads: (string | null)[] = []
  aborts = 0
  reachable = true
  script: (request: ReplyRequest) => readonly Step[] = () => [{ say: 'Hello ' }, { say: 'there' }]
  loadScript: readonly Step[] = []
  unloadError: ErrorCode | null = null
  readonly #waiting = new Set<() => void>()

  constructor(name: EngineName = 'ollama') {
    this.name = name
    this.needsModel = name === 'ollama'
  }

  /** Lets everything that holds go on. */
  release(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }

  async *reply(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<ReplyPart> {
    this.requests.push(request)
    this.#countAbort(signal)
    for (const step of this.script(request)) {
      if (step === 'vanish') return
      const part = await this.#take(step, signal)
      if (part) yield part
    }
    yield {
      kind: 'done',
      metrics: {
        loadMs: null,
        promptTokens: 1,
        replyTokens: 2,
        tokensPerSecond: 40,
        doneReason: 'stop',
      },
    }
  }

  async load(model: string | null, signal: AbortSignal): Promise<void> {
    this.loads.push(model)
    this.#countAbort(signal)
    if (!this.reachable) throw new AppError('engine_unavailable', 'Ollama does not answer.')
    for (const step of this.loadScript) await this.#take(step, signal)
  }

  async unload(model: string | null): Promise<void> {
    this.unloads.push(model)
    await Promise.resolve()
    if (this.unloadError) throw new AppError(this.unloadError, 'It could not be told.')
  }

  listModels(): Promise<readonly Model[]> {
    return Promise.resolve([])
  }

  status(): Promise<EngineStatus> {
    const error = this.reachable
      ? null
      : ({ code: 'engine_unavailable', message: 'Ollama does not answer.' } as const)
    return Promise.resolve({
      engine: this.name,
      reachable: this.reachable,
      version: '1',
      checkedAt: 0,
      error,
    })
  }

  #countAbort(signal: AbortSignal): void {
    signal.addEventListener('abort', () => {
      this.aborts += 1
    })
  }

  async #take(step: Step, signal: AbortSignal): Promise<ReplyPart | null> {
    // A real engine's parts come over a socket, never in the same tick.
    await new Promise(setImmediate)
    signal.throwIfAborted()
    if (step === 'hold') await this.#hold(signal)
    else if (step !== 'vanish') {
      if ('fail' in step) throw new AppError(step.fail, `The engine says ${step.fail}.`)
      if ('think' in step) return { kind: 'thinking', text: step.think }
      return 'say' in step ? { kind: 'text', text: step.say } : { kind: 'phase', phase: step.phase }
    }
    return null
  }

  #hold(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(resolve)
      signal.addEventListener('abort', () => {
        reject(new Error('aborted', { cause: signal.reason }))
      })
    })
  }
}
