/** What a model's own Modelfile sets, under our names. Numbers as written there: Ollama takes what a bot's field would not. */
export interface DeclaredOptions {
  readonly temperature?: number
  readonly topP?: number
  readonly topK?: number
  readonly minP?: number
  readonly repeatPenalty?: number
  readonly presencePenalty?: number
  readonly frequencyPenalty?: number
  readonly seed?: number
  readonly stop?: readonly string[]
  /** The longest reply, in tokens; -1 for as long as it likes. */
  readonly maxTokens?: number
  readonly contextLength?: number
  readonly numGpu?: number
  readonly numBatch?: number
}

/** Ollama's names of the options that are numbers (docs/modelfile). */
const NUMBERS: ReadonlyMap<string, Exclude<keyof DeclaredOptions, 'stop'>> = new Map([
  ['temperature', 'temperature'],
  ['top_p', 'topP'],
  ['top_k', 'topK'],
  ['min_p', 'minP'],
  ['repeat_penalty', 'repeatPenalty'],
  ['presence_penalty', 'presencePenalty'],
  ['frequency_penalty', 'frequencyPenalty'],
  ['seed', 'seed'],
  ['num_predict', 'maxTokens'],
  ['num_ctx', 'contextLength'],
  ['num_gpu', 'numGpu'],
  ['num_batch', 'numBatch'],
])

/**
 * Reads the parameters of a model as `/api/show` tells them, name and value in Ollama's words (captures 22, 22b). What we
 * have no name for, and what is no number where one is due, is left out.
 */
export function readDeclared(
  parameters: readonly { readonly name: string; readonly value: string }[],
): DeclaredOptions {
  const numbers = parameters.flatMap(({ name, value }) => {
    const option = NUMBERS.get(name)
    const number = value.trim() === '' ? NaN : Number(value)
    return option !== undefined && Number.isFinite(number) ? [[option, number] as const] : []
  })
  const stop = parameters.filter(({ name }) => name === 'stop').map(({ value }) => unquoted(value))
  return { ...Object.fromEntries(numbers), ...(stop.length > 0 && { stop }) }
}

/** Texts come quoted as in Go, which for all but rare control characters is as in JSON. */
function unquoted(value: string): string {
  if (!/^".*"$/s.test(value)) return value
  try {
    return String(JSON.parse(value))
  } catch {
    return value.slice(1, -1)
  }
}
