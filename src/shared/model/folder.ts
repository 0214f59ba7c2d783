import { z } from 'zod'
import { folderIdSchema, timestampSchema } from './ids'

export const folderNameSchema = z.string().trim().min(1, 'needs a name').max(80)

/** A place for sessions of any bot; each session is in one at most. `version` grows by one with every new name. */
export const folderSchema = z.object({
  id: folderIdSchema,
  name: folderNameSchema,
  version: z.int().min(1),
  createdAt: timestampSchema,
})
export type Folder = z.infer<typeof folderSchema>
