import type { AppError } from '@shared/contract/app-error'
import type { BotOptions } from '@shared/model/bot-options'
import type { EngineName, EngineStatus } from '@shared/model/engine'
import type { SessionId } from '@shared/model/ids'
import type { Model } from '@shared/model/model'
import type { ReplyMetrics } from '@shared/model/message'
import type { Attachment, MessageDetails } from '@shared/model/message-details'
import type { ToolCall } from '@shared/model/tool'
import type { QueuePlace } from '@shared/model/turn'

/** What makes replies. An engine keeps nothing of a conversation; each request carries all it may know. */
export interface Engine {
  readonly name: EngineName
  /** Whether bots of this engine name a model. */
  readonly needsModel: boolean
  /**
   * Makes one reply. Ends normally only after a `done` part; throws `AppError` (`engine_unavailable`, `engine_busy`,
   * `model_not_found`, `context_overflow`, `invalid_input`) on failure, and the signal's reason once it is aborted.
   * Ending without `done` means the engine went away in the middle.
   */
  reply(request: ReplyRequest, signal: AbortSignal): AsyncIterable<ReplyPart>
  /** Why one more request for this model would be refused, as too many wait; left out where none ever is. */
  whyFull?(model: string | null): AppError | null
  /** Checks that the model exists and brings it into memory. Rejects like `reply`. */
  load(model: string | null, signal: AbortSignal): Promise<void>
  /** Frees the model's memory. Rejects where the engine could not be told. */
  unload(model: string | null): Promise<void>
  listModels(signal: AbortSignal): Promise<readonly Model[]>
  /** Never rejects: what is wrong is in the answer, within 5 s. */
  status(): Promise<EngineStatus>
}

/** Whose request it is. */
export interface Seat {
  /** Who asked, as `readerOf` names them. */
  readonly person: string
  readonly session: SessionId
  /** Nobody waits for it: it comes after everybody who does. */
  readonly background: boolean
  /**
   * Of a request that goes on where an earlier one ended, as after a tool: when that one came, in ms of the monotonic clock.
   * It keeps that place in the queue, and is never refused for want of room there.
   */
  readonly since?: number | undefined
}

export interface ReplyRequest {
  readonly model: string | null
  /** Whose request it is, where it may have to wait for others; left out, nobody's. */
  readonly seat?: Seat
  /** Instructions first, then whole turns, oldest first; the last one is what to answer. */
  readonly prompt: readonly PromptMessage[]
  readonly temperature: number
  readonly maxTokens: number
  /** What else the bot asks for. What a model is loaded with is not taken from here: it is the same for all its bots. */
  readonly options?: BotOptions
  /** What the model may call; left out, nothing. Only for a model that takes tools. */
  readonly tools?: readonly ToolSpec[]
  /** Whether and how much the model thinks before it answers; left out: it does not. */
  readonly think?: Think
}

/** `true` and the levels only for a model that can think: for another one Ollama refuses them (capture 32g). */
export type Think = boolean | Exclude<BotOptions['think'], 'off' | 'on' | undefined>

export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string
  /** Of an assistant: what it called after it said this. */
  readonly toolCalls?: readonly EngineToolCall[]
  /** Of a tool: the name it was called by. */
  readonly toolName?: string
  /** Pictures that came with it, in base64; read only when they are asked for. Rejects with `not_found`. */
  readonly images?: (() => Promise<readonly string[]>) | undefined
}

/** What came with a message stays with it until it is known whether the model sees; see `PicturesInPrompt`. */
export interface ToldMessage extends PromptMessage {
  readonly attachments?: readonly Attachment[] | undefined
}

/** A tool as a model is told of it. */
export interface ToolSpec {
  readonly name: string
  readonly description: string
  /** The JSON schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** What a model calls: whole, never in pieces. Checked by nobody yet. */
export interface EngineToolCall {
  readonly name: string
  readonly arguments: ToolCall['arguments']
}

type ReplyUpstream = NonNullable<MessageDetails['upstream']>

export type ReplyPart =
  | { readonly kind: 'phase'; readonly phase: 'loading' }
  /** It stands in the queue before a server; it left the queue and the server is asked. */
  | { readonly kind: 'phase'; readonly phase: 'queued'; readonly place: QueuePlace }
  | { readonly kind: 'phase'; readonly phase: 'waiting' }
  | { readonly kind: 'text'; readonly text: string }
  /** Which server makes it, where there are several; told before the first text. */
  | { readonly kind: 'upstream'; readonly upstream: ReplyUpstream }
  /** The reply goes on to its end after them, and says no more where the model waits for what comes of them. */
  | { readonly kind: 'tool-calls'; readonly calls: readonly EngineToolCall[] }
  /** What the model thinks, before its text or between two parts of it. */
  | { readonly kind: 'thinking'; readonly text: string }
  /** What the engine itself measured; the runner adds the time to the first token. */
  | {
      readonly kind: 'done'
      readonly metrics: Omit<ReplyMetrics, 'timeToFirstTokenMs' | 'totalMs'>
      /** How long it waited inside the engine until another request made room for it; left out where that is not told. */
      readonly waitedMs?: number
    }
