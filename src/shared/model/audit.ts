import { z } from 'zod'
import { botIdSchema, idSchema, sessionIdSchema, timestampSchema, turnIdSchema } from './ids'
import { toolCallStateSchema } from './tool'

/** Something that was done, and for whom. Never what was said: of that, at most a hash and a size. */
export const auditEntrySchema = z.object({
  id: idSchema,
  at: timestampSchema,
  action: z.enum(['tool.call', 'program.run']),
  /** `owner`, `device:ID` or `token:ID`; null where that is not known any more. */
  actor: z.string().nullable(),
  botId: botIdSchema,
  sessionId: sessionIdSchema,
  turnId: turnIdSchema,
  /** The tool. */
  subject: z.string(),
  details: z.object({
    /** SHA-256 (hex) of the arguments as JSON. */
    argumentsHash: z.string(),
    argumentsBytes: z.int().nonnegative(),
    /** Who allowed it, or why it did not run. */
    decision: z.enum(['granted', 'once', 'always', 'refused', 'stopped', 'invalid']),
    state: toolCallStateSchema,
    resultBytes: z.int().nonnegative(),
    durationMs: z.number().nonnegative().nullable(),
    /** Of a command: which rule let it through or refused it, as `git log` or `outside-folder`. */
    rule: z.string().optional(),
  }),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>
