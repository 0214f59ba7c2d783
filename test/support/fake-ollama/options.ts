/** The two servers that were captured; texts, statuses and fields differ between them. */
export type FakeVersion = '0.24.0' | '0.32.15'

export type JsonObject = Readonly<Record<string, unknown>>

/** An installed model. Everything but the name has a plausible default. */
export interface FakeModel {
  /** With or without a tag: `tiny` is `tiny:latest`. */
  readonly name: string
  /** Default `['completion']`; `thinking` and `tools` make it think and call tools as the captures do; without
   * `vision` it refuses or ignores pictures as they do (captures 35). */
  readonly capabilities?: readonly string[]
  /** `script`: the captured text with Markdown, code and emoji. `words`: random words up to `num_predict`. Default `words`. */
  readonly voice?: 'script' | 'words'
  /** Bytes on disk. */
  readonly size?: number
  readonly parameterSize?: string
  readonly quantization?: string
  readonly family?: string
  readonly contextLength?: number
  readonly embeddingLength?: number
  readonly system?: string
  readonly license?: string
  readonly template?: string
  /** The Modelfile's own limit, where a request sets none. Default 200. */
  readonly numPredict?: number
  /** How many letters make a token of a chat's prompt. Default 4. */
  readonly lettersPerToken?: number
  /** What else its Modelfile sets, name and value, as in capture 22b: `['temperature', '0']`. */
  readonly parameters?: readonly (readonly [string, string])[]
  /** What is wrong with its file on disk, so that loading fails. */
  readonly damage?: 'truncated' | 'garbage' | 'missing'
  /** Runs on other servers: `remote_host` and `remote_model` of the lists (ollama/ollama, api/types.go). */
  readonly remote?: { readonly host: string; readonly model: string }
  /** Bytes of its large files, where a pull fetches several one after the other. Default: one of `size`. */
  readonly layers?: readonly number[]
  /** How much of it is in graphics memory once loaded, 0 to 1. Default 0, as captured. */
  readonly onGpu?: number
}

/** A call that a model makes, as in the captures 33. */
export interface SaidCall {
  readonly call: string
  readonly with?: JsonObject
}
/** What a model says; a text alone is cut into tokens. */
export type Said = string | readonly (string | SaidCall)[]

/** A parsed chat, as `reply` sees it; a generate request arrives with its prompt as the one message. */
export interface ChatRequest {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly body: JsonObject
}

export interface FakeOllamaOptions {
  /** Default `0.32.15`. */
  readonly version?: FakeVersion
  /** Default 0: any free one. */
  readonly port?: number
  readonly models?: readonly FakeModel[]
  /** What can be pulled. Default: the default models. */
  readonly registry?: readonly FakeModel[]
  /** From the start of generation to the first token. Default 0. */
  readonly firstTokenMs?: number
  /** 0 or undefined: all at once. */
  readonly tokensPerSecond?: number
  /** How long a cold load takes. Default 0. */
  readonly loadMs?: number
  /** How long a pull takes in all. Default 0. */
  readonly pullMs?: number
  /** What is said, in place of the models' own words. A string is cut into tokens before each space. */
  readonly reply?: (request: ChatRequest) => Said
  /** What a model that is to think thinks, in place of its own thoughts; cut into tokens as `reply` is. */
  readonly thoughts?: (request: ChatRequest) => string | readonly string[]
  /** For benches: instead of its words, each token of a stream says when it was sent, in epoch milliseconds. */
  readonly stamp?: boolean
  /** `OLLAMA_NUM_PARALLEL`: how many requests one model serves at a time. Default: no limit. */
  readonly parallel?: number
  /** `OLLAMA_MAX_QUEUE`: how many may wait before 503. Default: no limit. */
  readonly maxQueue?: number
  /** False in benches: keeps no list of requests. Default true. */
  readonly record?: boolean
}

/** What goes wrong. `afterTokens`: how many tokens go out first; default all of them. */
export type FaultKind =
  /** The model's process dies: an error line in a 200 stream, a 500 where the reply is not streamed. */
  | { readonly kind: 'error-line'; readonly afterTokens?: number; readonly message?: string }
  /** The socket is cut. */
  | { readonly kind: 'cut'; readonly afterTokens?: number }
  /** The stream ends in good order, but without `done`. */
  | { readonly kind: 'no-done'; readonly afterTokens?: number }
  | { readonly kind: 'hang'; readonly afterTokens?: number }
  /** No answer at all; the only kind that works on every path. */
  | { readonly kind: 'hang-before-header' }
  | { readonly kind: 'queue-full' }
  | { readonly kind: 'slow-load'; readonly ms: number }
  /** 500: 0.24 with an empty body, 0.32 with JSON. */
  | { readonly kind: 'load-failure' }
  | { readonly kind: 'unknown-model' }
  | { readonly kind: 'server-error'; readonly status?: number; readonly message?: string }
  /** Lines are cut every `bytes` bytes, also inside UTF-8 characters. */
  | { readonly kind: 'split'; readonly bytes: number }

export type Fault = FaultKind & {
  /** How many requests it hits. Default: until cleared. */
  readonly requests?: number
  /** The one path it hits. Default: chat and generate, native and `/v1`. */
  readonly path?: string
}

/** What goes wrong with pulls, `afterSteps` (of 20) into the first large file. */
export type PullFault = { readonly afterSteps?: number } & (
  | /** Unchanged lines every 60 ms, as when a registry dies (capture 63); ends as that did where `ms` have passed. */
    { readonly kind: 'stall'; readonly ms?: number }
  | { readonly kind: 'error'; readonly message: string }
  /** The file is fetched anew from its beginning, once. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'cut' }
)

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  /** Parsed JSON; null where there was none or it did not parse. */
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface FakeOllama {
  readonly url: string
  readonly port: number
  readonly version: FakeVersion
  /** Everything that was asked, oldest first. */
  readonly requests: readonly RecordedRequest[]
  readonly openConnections: number
  /** Generations that a client gave up by closing its socket before the end. */
  readonly closedByClient: number
  /** Generations under way or waiting. */
  readonly liveGenerations: number
  readonly tokensSent: number
  /** Resolves once the predicate holds; it is asked again whenever something happens here. */
  waitFor(predicate: () => boolean): Promise<void>
  /** Resolves once `path` was asked `count` times in all. */
  waitForRequest(path: string, count?: number): Promise<void>
  waitForClientClose(count?: number): Promise<void>
  setFault(fault: Fault | null): void
  setPullFault(fault: PullFault | null): void
  /** Pulls that a client gave up by closing its socket before the end. */
  readonly pullsClosedByClient: number
  setModels(models: readonly FakeModel[]): void
  /** Names with tags, one for each load that was begun, oldest first. */
  readonly loads: readonly string[]
  /** Names with tags of what is in memory, newest use first. */
  loaded(): readonly string[]
  unloadAll(): void
  /** Stops in good order. */
  close(): Promise<void>
  /** As SIGKILL: every socket is cut and nobody listens any more. What was loaded is gone. */
  kill(): Promise<void>
  /** Listens again on the same port. */
  restart(): Promise<void>
}
