import { z } from 'zod'
import { botIdSchema, sessionIdSchema, timestampSchema } from './ids'
import { messageSchema } from './message'
import { liveTurnSchema, queuedTurnSchema } from './turn'

/** A conversation with a bot. `updatedAt` is when something was last said in it. */
export const sessionSchema = z.object({
  id: sessionIdSchema,
  botId: botIdSchema,
  /** Empty until the first message gives one. */
  title: z.string(),
  /** The newest message's number; 0 while nothing was said. */
  lastSeq: z.int().nonnegative(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
})
export type Session = z.infer<typeof sessionSchema>

export const messagePageSchema = z.object({
  /** Oldest first. */
  messages: z.array(messageSchema),
  /** Whether there are more on the far side: earlier ones, or later ones where `after` was given. */
  hasMore: z.boolean(),
})
export type MessagePage = z.infer<typeof messagePageSchema>

/** All that somebody who looks at a session needs, read in one instant. */
export const sessionViewSchema = z.object({
  session: sessionSchema,
  /** What was missed since `afterSeq`; or the newest page, where none was given or too much was missed. */
  messages: z.array(messageSchema),
  /** True where `messages` is the newest page: forget what you had. */
  reset: z.boolean(),
  /** With `reset`: whether there are earlier ones. */
  hasMore: z.boolean(),
  live: liveTurnSchema.nullable(),
  queue: z.array(queuedTurnSchema),
})
export type SessionView = z.infer<typeof sessionViewSchema>
