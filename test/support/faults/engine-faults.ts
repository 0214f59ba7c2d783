import type { ErrorCode } from '@shared/contract/errors'
import type { MessageStatus } from '@shared/model/message'
import { DEFAULT_MODELS } from '@test/support/fake-ollama/default-models'
import type { FakeOllama, FakeModel } from '@test/support/fake-ollama/options'

/** One way in which Ollama lets a reply down, and what people are told of it. */
export interface EngineFault {
  readonly name: string
  /** The captures of real servers that show it (spec/ollama-wire). */
  readonly captures: readonly string[]
  /** Before the message is sent; the bot is launched. */
  readonly prepare: (ollama: FakeOllama) => void
  /** Once the engine was asked and, where `keeps` says so, some of the text was seen. */
  readonly strike?: (ollama: FakeOllama) => Promise<void>
  readonly code: ErrorCode
  /** What happened, and what to do. */
  readonly says: RegExp
  readonly status: Extract<MessageStatus, 'failed' | 'interrupted'>
  /** Whether the beginning of the reply came, and so is kept. */
  readonly keeps: boolean
  /** What the owner can press there, by name. */
  readonly buttons: readonly string[]
  readonly repair: (ollama: FakeOllama) => Promise<void> | void
}

/** The model whose fixed text the tests read. */
export const FAULTY_MODEL = 'scripted'
/** How its text begins, as far as it comes before the faults below strike. */
export const KEPT_BEGINNING = 'Hello! I am'
const KEPT_TOKENS = 4

const TRY_AGAIN = 'Try again'
const SETTINGS = 'Open settings'
const EDIT = 'Edit bot'

const clear = (ollama: FakeOllama) => ollama.setFault(null)
const restart = async (ollama: FakeOllama) => {
  ollama.setFault(null)
  await ollama.restart()
}
const damaged = (damage: NonNullable<FakeModel['damage']>) => (ollama: FakeOllama) => {
  ollama.setModels(
    DEFAULT_MODELS.map((model) => (model.name === FAULTY_MODEL ? { ...model, damage } : model)),
  )
  ollama.unloadAll()
}
const whole = (ollama: FakeOllama) => ollama.setModels(DEFAULT_MODELS)

export const ENGINE_FAULTS: readonly EngineFault[] = [
  {
    name: 'the model is not there any more',
    captures: ['06-chat-unknown-stream', '57d-chat-after-delete'],
    prepare: (ollama) => ollama.setFault({ kind: 'unknown-model' }),
    code: 'model_not_found',
    says: /no model "scripted(:latest)?".*ollama pull scripted/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, EDIT],
    repair: clear,
  },
  {
    name: 'its file is cut short on the disk',
    captures: ['67b-load-truncated'],
    prepare: damaged('truncated'),
    code: 'engine_unavailable',
    says: /could not run the model.*pulling the model again/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: whole,
  },
  {
    name: 'its file is garbage',
    captures: ['67c-load-garbage'],
    prepare: damaged('garbage'),
    code: 'engine_unavailable',
    says: /could not run the model.*pulling the model again/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: whole,
  },
  {
    name: 'the process that runs it dies while it loads',
    captures: ['67b2-load-truncated-serverlog'],
    prepare: (ollama) => ollama.setFault({ kind: 'load-failure' }),
    code: 'engine_unavailable',
    says: /could not run the model/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: clear,
  },
  {
    name: 'that process dies before the first word',
    captures: ['55d-runner-killed-nostream'],
    prepare: (ollama) => ollama.setFault({ kind: 'error-line', afterTokens: 0 }),
    code: 'engine_unavailable',
    says: /model process stopped.*Try again/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: clear,
  },
  {
    name: 'that process dies in the middle',
    captures: ['55-runner-killed-midstream'],
    prepare: (ollama) => ollama.setFault({ kind: 'error-line', afterTokens: KEPT_TOKENS }),
    code: 'engine_unavailable',
    says: /model process stopped in the middle.*Try again/,
    status: 'interrupted',
    keeps: true,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: clear,
  },
  {
    name: 'the answer ends in good order, but too early',
    captures: ['66-server-sigterm-midstream'],
    prepare: (ollama) => ollama.setFault({ kind: 'no-done', afterTokens: KEPT_TOKENS }),
    code: 'engine_unavailable',
    says: /stopped in the middle.*try again/i,
    status: 'interrupted',
    keeps: true,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: clear,
  },
  {
    name: 'the connection breaks in the middle',
    captures: ['91-server-killed-node-clients'],
    prepare: (ollama) => ollama.setFault({ kind: 'cut', afterTokens: KEPT_TOKENS }),
    code: 'engine_unavailable',
    says: /stopped in the middle.*try again/i,
    status: 'interrupted',
    keeps: true,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: clear,
  },
  {
    name: 'Ollama is killed in the middle',
    captures: ['66b-server-sigkill-midstream'],
    prepare: (ollama) => ollama.setFault({ kind: 'hang', afterTokens: KEPT_TOKENS }),
    strike: (ollama) => ollama.kill(),
    code: 'engine_unavailable',
    says: /stopped in the middle.*try again/i,
    status: 'interrupted',
    keeps: true,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: restart,
  },
  {
    name: 'Ollama is killed before the first word',
    captures: ['91-server-killed-node-clients'],
    prepare: (ollama) => ollama.setFault({ kind: 'hang-before-header', path: '/api/chat' }),
    strike: (ollama) => ollama.kill(),
    code: 'engine_unavailable',
    says: /does not answer.*Start Ollama/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: restart,
  },
  {
    name: 'too many wait in its queue',
    captures: ['64-queue-4', '64-queue-5', '64-queue-6'],
    prepare: (ollama) => ollama.setFault({ kind: 'queue-full' }),
    code: 'engine_busy',
    says: /too many requests.*again in a moment/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN],
    repair: clear,
  },
  {
    name: 'it refuses what it was asked',
    captures: ['32g-think-unsupported', '33d-tools-unsupported', '70c-embed-model-chat'],
    prepare: (ollama) =>
      ollama.setFault({
        kind: 'server-error',
        status: 400,
        message: '"scripted" does not support chat',
      }),
    code: 'invalid_input',
    says: /refused the request.*another model, or change the bot/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, EDIT],
    repair: clear,
  },
  {
    name: 'it fails inside, as with an option of the wrong type',
    captures: ['27e-options-wrong-type', '36c-format-bad'],
    prepare: (ollama) =>
      ollama.setFault({
        kind: 'server-error',
        message: 'option "top_k" must be of type integer',
      }),
    code: 'engine_unavailable',
    says: /could not run the model/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: clear,
  },
  {
    name: 'it does not let us in',
    captures: ['12f-host-foreign', '12e-cors-get-evil'],
    prepare: (ollama) => ollama.setFault({ kind: 'server-error', status: 403, message: '' }),
    code: 'engine_unavailable',
    says: /does not let Port 8000 in.*Settings/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: clear,
  },
  {
    name: 'a proxy before it finds nobody',
    captures: [],
    prepare: (ollama) => ollama.setFault({ kind: 'server-error', status: 502, message: '' }),
    code: 'engine_unavailable',
    says: /does not answer.*Start Ollama/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: clear,
  },
  {
    name: 'what answers sends us elsewhere',
    captures: [],
    prepare: (ollama) => ollama.setFault({ kind: 'server-error', status: 302, message: '' }),
    code: 'engine_unavailable',
    says: /is not Ollama.*Settings/,
    status: 'failed',
    keeps: false,
    buttons: [TRY_AGAIN, SETTINGS],
    repair: clear,
  },
]
