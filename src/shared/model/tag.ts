import { z } from 'zod'

/** A word people put on sessions. Compared as it is written. */
export const tagSchema = z.string().trim().min(1, 'needs a name').max(40)
export type Tag = z.infer<typeof tagSchema>

/** How many one session may have. */
export const MAX_TAGS = 20
