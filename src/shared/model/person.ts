import { z } from 'zod'
import { roleSchema } from './access'
import { botIdSchema, idSchema, timestampSchema } from './ids'

/** Whoever installed the controller. There is always this person, as an owner: the desktop window is theirs. */
export const FIRST_PERSON = 'owner'

export const personIdSchema = z.union([z.literal(FIRST_PERSON), idSchema])
export type PersonId = z.infer<typeof personIdSchema>

/** What somebody may do with a bot: talk to it, only see it, or not know of it. */
export const botUseSchema = z.enum(['use', 'see', 'none'])
export type BotUse = z.infer<typeof botUseSchema>

export const personNameSchema = z.string().trim().min(1, 'needs a name').max(60)

/** Somebody who uses the controller, on one or more devices. */
export const personSchema = z.object({
  id: personIdSchema,
  name: personNameSchema,
  role: roleSchema,
  /** From then on they are signed out and stay so; null for never. */
  endsAt: timestampSchema.nullable(),
  /** Where that is not `use`. */
  bots: z.record(botIdSchema, botUseSchema),
  /** Grows by one with every change. */
  version: z.int().min(1),
  createdAt: timestampSchema,
})
export type Person = z.infer<typeof personSchema>

/** How much somebody uses a bot: counts, never words. */
export const botUsageSchema = z.object({
  personId: personIdSchema,
  botId: botIdSchema,
  sessions: z.int().nonnegative(),
  lastUsedAt: timestampSchema,
})
export type BotUsage = z.infer<typeof botUsageSchema>
