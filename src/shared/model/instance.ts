import { z } from 'zod'
import { wireErrorSchema } from '../contract/errors'
import { botIdSchema, timestampSchema } from './ids'
import { replyMetricsSchema } from './message'
import { messageDetailsSchema } from './message-details'

export const instanceStateSchema = z.enum([
  'stopped',
  'starting',
  'ready',
  'busy',
  'stopping',
  'failed',
])
export type InstanceState = z.infer<typeof instanceStateSchema>

/** A bot's running state. Every bot has one; it is `stopped` until the bot is launched. */
export const instanceSchema = z.object({
  botId: botIdSchema,
  state: instanceStateSchema,
  /** When it entered this state; for `ready` and `busy`, when it became ready. */
  since: timestampSchema,
  model: z.string().nullable(),
  /** Why it is `failed`. */
  error: wireErrorSchema.nullable(),
  /** Something the person should know though nothing failed, as: the model could not be freed. */
  notice: z.string().nullable(),
  /** Replies being made, those that wait for their model included. */
  liveTurns: z.int().nonnegative(),
  /** How many of those stand in the queue for their model. */
  waitingTurns: z.int().nonnegative(),
  /** Messages that wait for the reply before them. */
  queuedTurns: z.int().nonnegative(),
  lastReply: replyMetricsSchema
    .extend({
      endedAt: timestampSchema,
      characters: z.int().nonnegative(),
      upstream: messageDetailsSchema.shape.upstream,
    })
    .nullable(),
})
export type Instance = z.infer<typeof instanceSchema>
