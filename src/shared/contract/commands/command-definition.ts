import { z } from 'zod'
import type { AccessLevel } from '../../model/access'
import { botIdSchema, sessionIdSchema } from '../../model/ids'

/**
 * `read` and `write`: also where it is shared so; `own`: only whose it is, for many sessions those of them that are; `any`:
 * tells and changes nothing of the session.
 */
export type SessionNeed = 'any' | 'read' | 'write' | 'own'
export type BotNeed = 'any' | 'use'

/** A row of the command table. One without an `access` level does not compile. */
export interface CommandDefinition {
  /** One sentence for the API page. */
  readonly summary: string
  readonly access: AccessLevel
  /** What the caller must be allowed in the sessions that `input` names. A row that names one and does not say does not start. */
  readonly session?: SessionNeed
  /** What they must be allowed with the bot that `input` names; left out, to see it. `any`: one they do not see gives them nothing. */
  readonly bot?: BotNeed
  /** Theirs: parsed once, in the router. */
  readonly input: z.ZodType
  /** Ours: documents the answer; tests check it, nothing parses it at run time. */
  readonly output: z.ZodType
}

export const nothing = z.strictObject({})
export const done = z.object({})
export const ofBot = z.strictObject({ botId: botIdSchema })
export const ofSession = z.strictObject({ sessionId: sessionIdSchema })
