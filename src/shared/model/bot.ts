import { z } from 'zod'
import { botOptionsSchema } from './bot-options.ts'
import { engineNameSchema } from './engine.ts'
import { botIdSchema, timestampSchema } from './ids.ts'
import { modelNameSchema } from './model.ts'

export const BOT_COLORS = [
  'teal',
  'blue',
  'violet',
  'pink',
  'red',
  'orange',
  'amber',
  'green',
  'gray',
] as const

/** Defaults as the product names them: `TEMPERATURE` 0.7 and `MAX_TOKENS` 2048. */
export const DEFAULT_TEMPERATURE = 0.7
export const DEFAULT_MAX_TOKENS = 2048

/** The instructions reach the engine with every turn, so they may not eat the context: about 4,000 tokens. */
export const MAX_INSTRUCTIONS_LENGTH = 16_000

/** What a person decides about a bot. `model` is null only where the engine needs none. */
export const botFieldsSchema = z.object({
  name: z.string().trim().min(1, 'needs a name').max(80),
  color: z.enum(BOT_COLORS),
  /** One emoji shown in place of the first letter; empty for none. */
  emoji: z.string().max(16),
  engine: engineNameSchema,
  model: modelNameSchema.nullable(),
  instructions: z.string().max(MAX_INSTRUCTIONS_LENGTH),
  temperature: z.number().min(0).max(2),
  /** The longest reply, in tokens. */
  maxTokens: z.int().min(1).max(131_072),
  options: botOptionsSchema,
})
export type BotFields = z.infer<typeof botFieldsSchema>

/** A saved persona. `version` grows by one with every change. */
export const botSchema = botFieldsSchema.extend({
  id: botIdSchema,
  version: z.int().min(1),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
})
export type Bot = z.infer<typeof botSchema>
