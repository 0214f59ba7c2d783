import { textAt } from './read-body.ts'
import { estimateTokens } from './request-checks.ts'
import { sendError, sendJson } from './wire.ts'
import type { Handler } from './handler.ts'
import type { InstalledModel } from './model-store.ts'
import type { World } from './world.ts'

const NO_EMBEDDINGS = 'This server does not support embeddings. Start it with `--embeddings`'
const MAX_TOKENS = 2048

export const embed: Handler = (world, { res, body }) => {
  const model = find(world, textAt(body, 'model'), res)
  if (!model) return
  const inputs = [body['input']].flat().filter((text) => typeof text === 'string')
  if (inputs.length === 0) {
    sendJson(res, 200, { model: textAt(body, 'model'), embeddings: [] })
    return
  }
  const tokens = estimateTokens(inputs)
  if (!world.isOld && !model.capabilities.includes('embedding')) sendError(res, 501, NO_EMBEDDINGS)
  else if (!world.isOld && tokens > MAX_TOKENS)
    sendError(res, 400, 'the input length exceeds the context length')
  else {
    sendJson(res, 200, {
      model: textAt(body, 'model'),
      embeddings: inputs.map((text) => vectorOf(text, model)),
      total_duration: 1_472_296,
      load_duration: 668_849,
      prompt_eval_count: tokens,
    })
  }
}

/** The older route. */
export const embeddings: Handler = (world, { res, body }) => {
  const model = find(world, textAt(body, 'model'), res)
  if (!model) return
  if (!world.isOld && !model.capabilities.includes('embedding')) sendError(res, 500, NO_EMBEDDINGS)
  else sendJson(res, 200, { embedding: vectorOf(textAt(body, 'prompt'), model) })
}

function find(
  world: World,
  name: string,
  res: Parameters<typeof sendError>[0],
): InstalledModel | null {
  const model = world.models.find(name)
  if (!model) sendError(res, 404, `model "${name}" not found, try pulling it first`)
  return model ?? null
}

/** The same text always has the same vector. */
function vectorOf(text: string, { embeddingLength }: InstalledModel): readonly number[] {
  let seed = Buffer.from(text).reduce((sum, byte) => (sum * 31 + byte) % 65_536, 7)
  return Array.from({ length: embeddingLength }, () => {
    seed = (seed * 25_173 + 13_849) % 65_536
    return Math.round((seed / 65_536 - 0.5) * 60_000_000) / 100_000_000
  })
}
