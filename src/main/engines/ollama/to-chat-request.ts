import type { BotOptions } from '@shared/model/bot-options'
import type { ReplyRequest } from '@main/core/engines/engine'
import type { Planned } from '@main/core/models/plan-loading'
import { toOllamaTool } from './tool-messages'

/** What Ollama takes from the loading plan: alike in a load and in every chat, or it would load the model again. */
export type LoadingOptions = Pick<Planned, 'contextLength' | 'keepAliveS' | 'numGpu' | 'numBatch'>

/** The options a model is loaded with, under Ollama's names. */
export function toLoadOptions({ contextLength, numGpu, numBatch }: LoadingOptions) {
  return {
    num_ctx: contextLength,
    ...(numGpu !== null && { num_gpu: numGpu }),
    ...(numBatch !== null && { num_batch: numBatch }),
  }
}

/**
 * A prompt that is too long is refused (captures 40b) rather than cut in silence (captures 40), and a reply that reaches the
 * end of the context ends there (captures 40c) rather than pushing out what came first. Both versions know both; later ones
 * load a model again for another `shift` (server/sched.go, `needsReload`), so a load says the same as a chat.
 */
export const NEVER_CUT = { truncate: false, shift: false }

/** Ollama's names of what a bot sets for itself alone (api/types.go, `Options`; capture 27). */
const NAMES = {
  topP: 'top_p',
  topK: 'top_k',
  minP: 'min_p',
  repeatPenalty: 'repeat_penalty',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  seed: 'seed',
} as const satisfies Partial<Record<keyof BotOptions, string>>

/**
 * A chat as Ollama takes it. What a bot leaves out is not sent, so that the model's own setting counts; only its stops are
 * repeated, since those of a request replace those of the Modelfile, and a model that does not stop at its own end marks
 * talks to itself.
 */
export function toChatRequest(
  { model, temperature, maxTokens, tools, think = false, options = {} }: ReplyRequest,
  loading: LoadingOptions,
  declaredStop: readonly string[],
) {
  const { format, stop = [] } = options
  return {
    model: model ?? '',
    // The call puts the prompt in, encoded already.
    messages: [],
    ...(tools && { tools: tools.map(toOllamaTool) }),
    // Left out, it means yes on a model that can think; on any other model `false` changes nothing.
    think,
    ...NEVER_CUT,
    keep_alive: loading.keepAliveS,
    ...(format !== undefined && { format }),
    options: {
      temperature,
      num_predict: maxTokens,
      ...toLoadOptions(loading),
      ...numbersOf(options),
      ...(stop.length > 0 && { stop: [...new Set([...declaredStop, ...stop])] }),
    },
  }
}

function numbersOf(options: BotOptions): Readonly<Record<string, number>> {
  const given = Object.entries(NAMES).flatMap(([ours, theirs]) => {
    const value = options[ours as keyof typeof NAMES]
    return value === undefined ? [] : [[theirs, value] as const]
  })
  return Object.fromEntries(given)
}
