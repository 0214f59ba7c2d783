import { z } from 'zod'
import { toolGrantSchema } from './tool.ts'

/** Ollama's `think`: off, on, or how much, where the model knows levels. */
export const thinkSchema = z.enum(['off', 'on', 'low', 'medium', 'high'])

/** A JSON schema; a reply in it is checked against it. */
export const jsonSchemaSchema = z.record(z.string(), z.json())

/**
 * What else a bot asks of its engine. What is left out is as the model itself declares it, or the engine's default. Ollama
 * answers 500 to a wrong type and ignores a wrong name (captures 27e to 27g), so nothing else ever reaches it.
 */
export const botOptionsSchema = z.strictObject({
  topP: z.number().min(0).max(1).optional(),
  topK: z.int().min(0).max(1_000).optional(),
  minP: z.number().min(0).max(1).optional(),
  repeatPenalty: z.number().min(0).max(2).optional(),
  presencePenalty: z.number().min(-2).max(2).optional(),
  frequencyPenalty: z.number().min(-2).max(2).optional(),
  /** The same seed and the same conversation give the same reply. */
  seed: z.int().min(0).max(2_147_483_647).optional(),
  /** A reply ends before any of these. */
  stop: z.array(z.string().min(1).max(100)).max(16).optional(),
  /** How many tokens the bot wants to remember: the size its model is loaded with, instructions and reply included. */
  contextLength: z.int().min(512).max(1_048_576).optional(),
  /** How long the model stays in memory after its last use, in seconds; -1 for ever. */
  keepAliveS: z.int().min(-1).max(31_536_000).optional(),
  think: thinkSchema.optional(),
  /** `json` for any JSON. */
  format: z.union([z.literal('json'), jsonSchemaSchema]).optional(),
  /** While its engine is away it may offer an answer that was given before to exactly the same; not with `tools`. */
  storedAnswers: z.boolean().optional(),
  /** What it may use besides words; nothing else is ever offered to its model. */
  tools: z.array(toolGrantSchema).max(64).optional(),
})
export type BotOptions = z.infer<typeof botOptionsSchema>
