import { z } from 'zod'
import { timestampSchema } from './ids.ts'

/** `math.evaluate`, or the name of a tool server and that of its tool, as: `files.read`. */
export const toolNameSchema = z
  .string()
  .max(160)
  .regex(/^[a-z0-9][a-z0-9_-]*\.\S+$/, 'takes a name like math.evaluate')
export type ToolName = z.infer<typeof toolNameSchema>

/** That a bot may use a tool: `ask` shows each call to the person and waits, `always` does not. */
export const toolGrantSchema = z.strictObject({
  tool: toolNameSchema,
  approval: z.enum(['ask', 'always']),
  /** The `fingerprint` of the tool that the owner looked at. The grant holds for that one only. */
  seen: z.string().max(64).optional(),
})
export type ToolGrant = z.infer<typeof toolGrantSchema>

/** A tool that bots could be granted. */
export const toolDescriptionSchema = z.object({
  name: toolNameSchema,
  /** What its maker says that it does. Data: never taken for more than that. */
  description: z.string(),
  /** The tool server it is of; null for what is built in. */
  server: z.string().nullable(),
  /** Of what a server says about it; another one is another tool under the same name. Null for what is built in. */
  fingerprint: z.string().nullable(),
  /** Why it cannot be used; null where it can. */
  problem: z.string().nullable(),
})
export type ToolDescription = z.infer<typeof toolDescriptionSchema>

/** `asking`: waits for a person; `running`: at work; the others are how it ended. */
export const toolCallStateSchema = z.enum(['asking', 'running', 'done', 'failed', 'refused'])

/** A tool that a reply used. */
export const toolCallSchema = z.object({
  id: z.string(),
  /** As the bot was granted it; where it was granted nothing of that name, what its model asked for. */
  tool: z.string(),
  arguments: z.record(z.string(), z.json()),
  state: toolCallStateSchema,
  /** What came of it, cut where it was too long; null while nothing did. */
  result: z.string().nullable(),
  startedAt: timestampSchema,
  /** Without the time a person took to answer. */
  durationMs: z.number().nonnegative().nullable(),
  /** How much of the reply's text stood before it, in UTF-16 code units. */
  at: z.int().nonnegative(),
})
export type ToolCall = z.infer<typeof toolCallSchema>

/** What a person says to a call that asks. */
export const toolDecisionSchema = z.enum(['once', 'always', 'refuse'])
export type ToolDecision = z.infer<typeof toolDecisionSchema>
