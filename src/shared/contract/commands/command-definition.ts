import { z } from 'zod'
import type { AccessLevel } from '../../model/access'
import { botIdSchema, sessionIdSchema } from '../../model/ids'

/** A row of the command table. One without an `access` level does not compile. */
export interface CommandDefinition {
  /** One sentence for the API page. */
  readonly summary: string
  readonly access: AccessLevel
  /** Theirs: parsed once, in the router. */
  readonly input: z.ZodType
  /** Ours: documents the answer; tests check it, nothing parses it at run time. */
  readonly output: z.ZodType
}

export const nothing = z.strictObject({})
export const done = z.object({})
export const ofBot = z.strictObject({ botId: botIdSchema })
export const ofSession = z.strictObject({ sessionId: sessionIdSchema })
