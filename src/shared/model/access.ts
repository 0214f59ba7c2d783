import { z } from 'zod'
import { idSchema, timestampSchema } from './ids'

/** What a caller may do, least first. `public` needs no sign-in. */
export const ACCESS_LEVELS = ['public', 'viewer', 'member', 'owner'] as const
export type AccessLevel = (typeof ACCESS_LEVELS)[number]

/** What somebody who is signed in is. */
export const roleSchema = z.enum(['viewer', 'member', 'owner'])
export type Role = z.infer<typeof roleSchema>

/** A browser that signed in with a one-time link. */
export const deviceSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Whose it is. */
  personId: z.string(),
  /** The most it may do, whatever its person may. */
  role: roleSchema,
  createdAt: timestampSchema,
  lastSeenAt: timestampSchema,
})
export type Device = z.infer<typeof deviceSchema>

/** A credential for a script. The secret itself is shown once and stored only as a hash. */
export const tokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** On whose behalf it acts. */
  personId: z.string(),
  /** The most it may do, whatever its person may. */
  role: roleSchema,
  createdAt: timestampSchema,
  lastUsedAt: timestampSchema.nullable(),
})
export type Token = z.infer<typeof tokenSchema>
