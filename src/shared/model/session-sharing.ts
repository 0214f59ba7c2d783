import { z } from 'zod'
import { personIdSchema } from './person'

/** What others may do in somebody's session: read it, or say something in it too. */
export const sharedRightSchema = z.enum(['read', 'write'])
export type SharedRight = z.infer<typeof sharedRightSchema>

/** Who else has to do with a session. Who is named has that right, everybody else the one for everybody. */
export const sharingSchema = z.strictObject({
  everyone: sharedRightSchema.nullable(),
  people: z.record(personIdSchema, sharedRightSchema),
})
export type Sharing = z.infer<typeof sharingSchema>
