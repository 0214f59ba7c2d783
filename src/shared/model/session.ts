import { z } from 'zod'
import { tagSchema } from './tag'
import { botIdSchema, folderIdSchema, sessionIdSchema, timestampSchema } from './ids'
import { messageSchema } from './message'
import { personIdSchema } from './person'
import { sessionNotesSchema } from './session-notes'
import { sharingSchema } from './session-sharing'
import { liveTurnSchema, queuedTurnSchema } from './turn'

/** A conversation with a bot. `updatedAt` is when something was last said in it. */
export const sessionSchema = z.object({
  id: sessionIdSchema,
  botId: botIdSchema,
  /** Empty until the first message gives one. */
  title: z.string(),
  /** The newest message's number; 0 while nothing was said. */
  lastSeq: z.int().nonnegative(),
  /** Where the visible branch ends; 0 while nothing was said. What is sent next follows it. */
  headSeq: z.int().nonnegative(),
  /** Grows by one with every change of what people decide about it: title, folder, tags, pin, archive. */
  version: z.int().min(1),
  folderId: folderIdSchema.nullable(),
  /** In the order of the alphabet. */
  tags: z.array(tagSchema),
  pinned: z.boolean(),
  archived: z.boolean(),
  /** Whose it is. Nobody else sees it, unless it is shared. */
  personId: personIdSchema,
  /** Left out while it is private. */
  sharing: sharingSchema.optional(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
})
export type Session = z.infer<typeof sessionSchema>

/** How far somebody has read in a session. */
export const readMarkSchema = z.object({ sessionId: sessionIdSchema, seq: z.int().nonnegative() })
export type ReadMark = z.infer<typeof readMarkSchema>

/** How many one command takes. */
export const MAX_SESSIONS_AT_ONCE = 1_000

/** A session in the bin. */
export const binnedSessionSchema = z.object({ session: sessionSchema, deletedAt: timestampSchema })
export type BinnedSession = z.infer<typeof binnedSessionSchema>

/** By the `seq` of a message that several others follow (0 for first messages): the `seq` of each of those, oldest first. */
export const versionsSchema = z.record(z.string(), z.array(z.int().min(1)))
export type Versions = z.infer<typeof versionsSchema>

export const messagePageSchema = z.object({
  /** Oldest first. */
  messages: z.array(messageSchema),
  /** Whether there are more on the far side: earlier ones, or later ones where `after` was given. */
  hasMore: z.boolean(),
  versions: versionsSchema,
})
export type MessagePage = z.infer<typeof messagePageSchema>

/** All that somebody who looks at a session needs, read in one instant. */
export const sessionViewSchema = z.object({
  session: sessionSchema,
  /**
   * What was missed of the visible branch since `afterSeq`; or its newest page, where none was given, too much was
   * missed, or that message is not on the visible branch any more.
   */
  messages: z.array(messageSchema),
  /** True where `messages` is the newest page: forget what you had. */
  reset: z.boolean(),
  /** With `reset`: whether there are earlier ones. */
  hasMore: z.boolean(),
  versions: versionsSchema,
  live: liveTurnSchema.nullable(),
  queue: z.array(queuedTurnSchema),
  /** What the bot is always told of it; left out where that is nothing. */
  notes: sessionNotesSchema.optional(),
})
export type SessionView = z.infer<typeof sessionViewSchema>
