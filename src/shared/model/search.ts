import { z } from 'zod'
import { botIdSchema, messageIdSchema, timestampSchema } from './ids'
import { sessionSchema } from './session'

/** Where something stands in a text, in UTF-16 code units. */
export const textRangeSchema = z.object({ offset: z.int().nonnegative(), length: z.int().min(1) })
export type TextRange = z.infer<typeof textRangeSchema>

/** A piece of a message around what was found. Plain text, never markup. */
export const snippetSchema = z.object({
  text: z.string(),
  /** What was found in it, in order and apart from one another. */
  ranges: z.array(textRangeSchema),
})
export type Snippet = z.infer<typeof snippetSchema>

export const searchHitSchema = z.object({
  messageId: messageIdSchema,
  seq: z.int().min(1),
  author: z.enum(['person', 'bot']),
  createdAt: timestampSchema,
  snippet: snippetSchema,
  /** False where it is in a version of the conversation that is not shown now. */
  isVisible: z.boolean(),
})
export type SearchHit = z.infer<typeof searchHitSchema>

/** What was found in one session: in its title, in its messages, or in both. */
export const searchGroupSchema = z.object({
  session: sessionSchema,
  titleRanges: z.array(textRangeSchema),
  /** The best ones, best first. */
  hits: z.array(searchHitSchema),
  /** How many of its messages were found. */
  hitCount: z.int().nonnegative(),
})
export type SearchGroup = z.infer<typeof searchGroupSchema>

export const searchResultSchema = z.object({
  /** Bots whose names were found; with the first page only. */
  bots: z.array(z.object({ botId: botIdSchema, nameRanges: z.array(textRangeSchema) })),
  /** Sessions, best first. */
  groups: z.array(searchGroupSchema),
  messageCount: z.int().nonnegative(),
  sessionCount: z.int().nonnegative(),
  /** False where there are more than were counted: read the counts as "at least". */
  isExact: z.boolean(),
  hasMore: z.boolean(),
  /** While messages from before an update are still being indexed: how many are, the newest first. Null: all of them. */
  indexing: z.object({ indexed: z.int().nonnegative(), total: z.int().nonnegative() }).nullable(),
})
export type SearchResult = z.infer<typeof searchResultSchema>
