import { z } from 'zod'
import { messageIdSchema } from './ids'

/** Messages of one session that hold a text, among those that are shown. */
export const findResultSchema = z.object({
  /** Oldest first. */
  matches: z.array(
    z.object({
      messageId: messageIdSchema,
      seq: z.int().min(1),
      /** What was found, as it is written there, each once. */
      words: z.array(z.string()),
    }),
  ),
  /** False where there are more than the newest 1,000, or where it took too long. */
  isExact: z.boolean(),
})
export type FindResult = z.infer<typeof findResultSchema>
