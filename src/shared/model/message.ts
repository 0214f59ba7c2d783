import { z } from 'zod'
import { wireErrorSchema } from '../contract/errors.ts'
import { messageDetailsSchema } from './message-details.ts'
import {
  botIdSchema,
  clientMessageIdSchema,
  messageIdSchema,
  sessionIdSchema,
  timestampSchema,
  turnIdSchema,
} from './ids.ts'

/** The longest message text a person may send, in bytes of UTF-8. */
export const MAX_MESSAGE_BYTES = 65_536

/** How long a reply took and how much it was. Durations are milliseconds; a value the engine did not tell is null. */
export const replyMetricsSchema = z.object({
  /** From the moment the engine was asked until the first of it came, be it text or thinking. */
  timeToFirstTokenMs: z.number().nullable(),
  totalMs: z.number(),
  loadMs: z.number().nullable(),
  promptTokens: z.int().nullable(),
  replyTokens: z.int().nullable(),
  tokensPerSecond: z.number().nullable(),
  /** Why the engine ended: `stop`, or `length` where the reply was cut at its maximum. */
  doneReason: z.string().nullable(),
})
export type ReplyMetrics = z.infer<typeof replyMetricsSchema>

/** What people say is always `complete`; a reply is whatever its turn came to. */
export const messageStatusSchema = z.enum(['complete', 'stopped', 'failed', 'interrupted'])
export type MessageStatus = z.infer<typeof messageStatusSchema>

/**
 * Something said: one row, never rewritten, numbered without gaps within its session by `seq` (from 1). The messages of
 * a session form a tree: those that follow the same one are versions of each other.
 */
export const messageSchema = z.object({
  id: messageIdSchema,
  sessionId: sessionIdSchema,
  seq: z.int().min(1),
  author: z.enum(['person', 'bot']),
  text: z.string(),
  status: messageStatusSchema,
  /** The turn that made a reply, or that a person's message began; null for a bot's opening message. */
  turnId: turnIdSchema.nullable(),
  /** The `seq` of the message it follows, for a reply the one it answers; 0 for a first message. */
  parentSeq: z.int().nonnegative(),
  /** Who replied, where that is not the session's own bot; null otherwise. */
  botId: botIdSchema.nullable(),
  clientMessageId: clientMessageIdSchema.nullable(),
  /** Why a reply is `failed` or `interrupted`. */
  error: wireErrorSchema.nullable(),
  model: z.string().nullable(),
  metrics: replyMetricsSchema.nullable(),
  details: messageDetailsSchema.optional(),
  createdAt: timestampSchema,
})
export type Message = z.infer<typeof messageSchema>
