import type { AbortableAsyncIterator, ChatResponse } from 'ollama/browser'
import { AppError, toWireError } from '@shared/contract/app-error'
import type { EngineStatus } from '@shared/model/engine'
import type { Model } from '@shared/model/model'
import { isSameModel } from '@shared/model/model-name'
import type { Engine, ReplyPart, ReplyRequest } from '@main/core/engines/engine'
import type { ModelFactsService } from '@main/core/models/model-facts'
import type { ModelLoading } from '@main/core/models/model-loading'
import { toDonePart } from './from-ollama'
import { ModelDescriptions } from './model-descriptions'
import { OllamaClient, QUESTION_LIMIT_MS } from './ollama-client'
import type { OllamaClientDeps } from './ollama-client'
import { OllamaHttpError } from './ollama-http-error'
import { PromptJson } from './prompt-json'
import { SilenceWatch } from './silence-watch'
import { NEVER_CUT, toChatRequest, toLoadOptions } from './to-chat-request'
import { stoppedInTheMiddle } from './to-engine-error'
import { warningOfVersion } from './safe-version'
import { partsOf } from './tool-messages'
import { watchLoading } from './watch-loading'
import type { Listing } from './watch-loading'

/** A reply that has begun and then says nothing for so long has died, where nothing else is set. */
const SILENCE_MS = 120_000
const STATUS_LIMIT_MS = 4_500

export interface OllamaEngineDeps extends OllamaClientDeps {
  /** What models are loaded with; told how long replies waited for that. */
  readonly loading: Pick<ModelLoading, 'planFor' | 'replied'>
  readonly facts: Pick<ModelFactsService, 'known'>
  readonly now: () => number
  /** As it is set now: a reply that has begun and then says nothing for so long has died. */
  readonly silenceMs?: () => number
}

/** Replies by an Ollama server, through its own client; versions 0.24 and 0.32 are known to work. */
export class OllamaEngine implements Engine {
  readonly name = 'ollama'
  readonly needsModel = true
  readonly #deps: OllamaEngineDeps
  readonly #client: OllamaClient
  readonly #descriptions = new ModelDescriptions()
  readonly #prompts = new PromptJson()
  /** When each model last said something, on the monotonic clock. */
  readonly #spokeAt = new Map<string, number>()

  constructor(deps: OllamaEngineDeps) {
    this.#deps = deps
    this.#client = new OllamaClient(deps)
  }

  async *reply(
    request: ReplyRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyPart, void, undefined> {
    signal.throwIfAborted()
    const model = request.model ?? ''
    const chat = await this.#chatRequest(request, model, signal)
    const call = this.#client.open(signal)
    const silence = new SilenceWatch(this.#silenceMs(), () => call.abort(stoppedInTheMiddle()))
    const askedAt = performance.now()
    let finished = false
    try {
      call.setPrompt(this.#prompts.of(request.prompt))
      const stream = call.client.chat({ ...chat, stream: true }).then(iteratorOf)
      const first = stream.then((parts) => parts.next())
      // Somebody who stops listening while the model loads never comes to await it.
      first.catch(() => undefined)
      if (await watchLoading(first, () => this.#listing(model, askedAt, signal)))
        yield { kind: 'phase', phase: 'loading' }
      const parts = await stream
      for (let step = await first; step.done !== true; step = await parts.next()) {
        silence.heard()
        this.#spokeAt.set(model, performance.now())
        const { message, done: isLast } = step.value
        for (const part of partsOf(message)) yield part
        if (!isLast) continue
        finished = true
        const done = toDonePart(step.value)
        if (done.kind === 'done') this.#deps.loading.replied(model, done.metrics.loadMs)
        yield done
        return
      }
      throw stoppedInTheMiddle()
    } catch (error) {
      signal.throwIfAborted()
      throw this.#client.told(error, model, call)
    } finally {
      silence.stop()
      if (!finished) call.abort(null)
      call.close()
    }
  }

  #silenceMs(): number {
    return this.#deps.silenceMs?.() ?? SILENCE_MS
  }

  async load(model: string | null, signal: AbortSignal): Promise<void> {
    const name = model ?? ''
    const plan = await this.#deps.loading.planFor(name, signal)
    await this.#client.ask(name, signal, null, async ({ client }) => {
      const { capabilities } = (await client.show({ model: name })) as {
        readonly capabilities?: readonly string[]
      }
      if (capabilities && !capabilities.includes('completion')) {
        throw new AppError(
          'invalid_input',
          `The model "${name}" cannot chat. Choose another model.`,
        )
      }
      await client.chat({
        model: name,
        messages: [],
        ...NEVER_CUT,
        keep_alive: plan.keepAliveS,
        options: toLoadOptions(plan),
      })
    })
  }

  async unload(model: string | null): Promise<void> {
    const name = model ?? ''
    await this.#client.ask(name, null, QUESTION_LIMIT_MS, async ({ client }) => {
      await client.generate({ model: name, prompt: '', keep_alive: 0 }).catch((error: unknown) => {
        // A model that was deleted while in memory cannot be named any more; Ollama frees it by itself.
        if (!(error instanceof OllamaHttpError && error.status === 404)) throw error
      })
    })
  }

  async listModels(signal: AbortSignal): Promise<readonly Model[]> {
    return this.#client.ask(null, signal, QUESTION_LIMIT_MS, async ({ client }) => {
      const { models } = await client.list()
      return this.#descriptions.complete(models, client)
    })
  }

  async status(): Promise<EngineStatus> {
    const base = { engine: this.name, checkedAt: this.#deps.now() } as const
    try {
      const version = await this.#client.ask(
        null,
        null,
        STATUS_LIMIT_MS,
        async ({ client }) => (await client.version()).version,
      )
      const warning = warningOfVersion(version)
      return {
        ...base,
        reachable: true,
        version,
        error: null,
        ...(warning !== null && { warning }),
      }
    } catch (error) {
      return { ...base, reachable: false, version: null, error: toWireError(error) }
    }
  }

  async #chatRequest(request: ReplyRequest, model: string, signal: AbortSignal) {
    const plan = await this.#deps.loading.planFor(model, signal)
    const { stop = [] } = this.#deps.facts.known(model)?.declared ?? {}
    return toChatRequest(request, plan, stop)
  }

  async #listing(model: string, askedAt: number, signal: AbortSignal): Promise<Listing> {
    // A model that speaks to somebody else is loaded: this turn waits for its place in Ollama's queue. Where a thousand
    // wait, a thousand questions would only make them wait longer.
    if ((this.#spokeAt.get(model) ?? 0) > askedAt) return undefined
    try {
      return await this.#client.ask(null, signal, QUESTION_LIMIT_MS, async ({ client }) => {
        const { models } = await client.ps()
        const entry = models.find(({ name }) => isSameModel(name, model))
        return entry ? String(entry.expires_at) : null
      })
    } catch {
      // It only decides what to call the wait; the chat itself will say what is wrong.
      return undefined
    }
  }
}

function iteratorOf(
  stream: AbortableAsyncIterator<ChatResponse>,
): AsyncIterator<ChatResponse, void, undefined> {
  return stream[Symbol.asyncIterator]()
}
