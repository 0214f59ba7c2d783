import { z } from 'zod'
import { botOptionsSchema } from './bot-options'
import { botIdSchema, timestampSchema } from './ids'

/** What the owner holds fast for a model, whatever its bots want. Null: as they want it, or as Ollama chooses. */
export const loadPinSchema = z.strictObject({
  contextLength: botOptionsSchema.shape.contextLength.unwrap().nullable(),
  /** How many layers go to the graphics card; 0 for none. */
  numGpu: z.int().min(0).max(1_000).nullable(),
  /** How many tokens of a prompt are read at a time. */
  numBatch: z.int().min(1).max(16_384).nullable(),
})
export type LoadPin = z.infer<typeof loadPinSchema>

/**
 * What a model is loaded with, the same for every bot that uses it: Ollama loads it again for each request with another
 * context, layers or batch (capture 27d).
 */
export const loadPlanSchema = z.object({
  name: z.string(),
  /** In tokens. */
  contextLength: z.int(),
  /** Whose wish that size is; null where it is pinned, or where no bot wants more than the usual. */
  decidedBy: botIdSchema.nullable(),
  /** The longest context the model was trained for; null where that is not known. */
  trainedFor: z.int().nullable(),
  /** The longest the settings allow. */
  limit: z.int(),
  /** How long it stays in memory after its last use, in seconds; -1 for ever. The longest that a bot wants. */
  keepAliveS: z.int(),
  numGpu: z.int().nullable(),
  numBatch: z.int().nullable(),
  pin: loadPinSchema.nullable(),
  /** What each bot of this model wants, by id. */
  wants: z.array(z.object({ botId: botIdSchema, contextLength: z.int(), keepAliveS: z.int() })),
  /** How often a reply had to wait for the model to be loaded, since the controller started. */
  reloads: z.int(),
  /** How long the last one took, and when that was. */
  lastReload: z.object({ ms: z.number(), at: timestampSchema }).nullable(),
})
export type LoadPlan = z.infer<typeof loadPlanSchema>
