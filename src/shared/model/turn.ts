import { z } from 'zod'
import {
  botIdSchema,
  clientMessageIdSchema,
  messageIdSchema,
  sessionIdSchema,
  timestampSchema,
  turnIdSchema,
} from './ids'
import { messageDetailsSchema } from './message-details'
import { toolCallSchema } from './tool'

/**
 * `queued`: others are before it in the queue for the model; `waiting`: the engine was asked; `loading`: it is loading the
 * model; `answering`: text or thinking is coming; `storing`: the reply is over, but the disk refused it: it is kept in memory and
 * stored as soon as the disk takes it.
 */
export const turnPhaseSchema = z.enum(['queued', 'waiting', 'loading', 'answering', 'storing'])
export type TurnPhase = z.infer<typeof turnPhaseSchema>

/** Where a turn stands in the queue for its model. */
export const queuePlaceSchema = z.object({
  /** 1 for the next one. */
  position: z.int().min(1),
  /** A guess by how long the model's recent replies took; null before the first one. */
  secondsLeft: z.int().min(1).nullable(),
})
export type QueuePlace = z.infer<typeof queuePlaceSchema>
/** What the model of a reply has thought so far; it is no part of the reply's text. */
export const liveThinkingSchema = z.object({
  text: z.string(),
  /** Since when, not counting the time in which it spoke. */
  startedAt: timestampSchema,
  /** How long, once it speaks; null while it thinks. */
  durationMs: z.number().nonnegative().nullable(),
})
export type LiveThinking = z.infer<typeof liveThinkingSchema>

/** One reply being made. `text` is all of it so far. */
export const liveTurnSchema = z.object({
  id: turnIdSchema,
  sessionId: sessionIdSchema,
  botId: botIdSchema,
  replyTo: messageIdSchema,
  /** The `seq` of the message it answers: the end of the visible branch when the turn began. */
  parentSeq: z.int().min(1),
  phase: turnPhaseSchema,
  /** When it entered this phase. */
  phaseSince: timestampSchema,
  /** While `queued`. */
  place: queuePlaceSchema.nullable(),
  startedAt: timestampSchema,
  text: z.string(),
  /** True where it is asked for in a format: then its text is JSON, not Markdown. */
  structured: z.boolean().optional(),
  /** Those of its reply so far, oldest first; left out while there is none. */
  toolCalls: z.array(toolCallSchema).optional(),
  thinking: liveThinkingSchema.optional(),
})
export type LiveTurn = z.infer<typeof liveTurnSchema>

/** A message that waits for the reply before it. It gets its `seq` when its own turn starts. */
export const queuedTurnSchema = z.object({
  id: turnIdSchema,
  sessionId: sessionIdSchema,
  messageId: messageIdSchema,
  clientMessageId: clientMessageIdSchema,
  text: z.string(),
  details: messageDetailsSchema.optional(),
  createdAt: timestampSchema,
})
export type QueuedTurn = z.infer<typeof queuedTurnSchema>
