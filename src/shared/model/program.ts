import { z } from 'zod'
import { botIdSchema, idSchema, timestampSchema } from './ids.ts'

/** What is typed before the arguments, as `ls`. */
export const programNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._+-]{0,39}$/i, 'takes a name like ls')

const flagSchema = z
  .string()
  .regex(/^--?[A-Za-z0-9][A-Za-z0-9-]{0,40}$/, 'takes flags like -l or --long')

/** A program that the owner added, and all that it may be told. */
export const addedProgramSchema = z.strictObject({
  name: programNameSchema,
  /** Absolute. */
  file: z.string().min(1).max(500),
  /** Each by its whole name; `takes` where a value follows. */
  flags: z
    .array(
      z.strictObject({ flag: flagSchema, takes: z.enum(['path', 'number', 'text']).optional() }),
    )
    .max(50),
  /** Whether paths may follow. */
  paths: z.boolean(),
})
export type AddedProgram = z.infer<typeof addedProgramSchema>

/** Somebody or something that may run programs. Who people are is told by `programs.get`. */
export const granteeSchema = z.union([
  z.strictObject({ kind: z.literal('person'), id: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('bot'), id: botIdSchema }),
])
export type Grantee = z.infer<typeof granteeSchema>

/** Who may run which programs, in which folder: one for each person and each bot. */
export const programGrantSchema = z.strictObject({
  to: granteeSchema,
  /** Absolute; its links are followed when it is stored. */
  folder: z.string().min(1).max(1_000),
  programs: z.array(programNameSchema).max(100),
})
export type ProgramGrant = z.infer<typeof programGrantSchema>

/** A run that does not ask any more. */
export const allowedCommandSchema = z.strictObject({
  id: idSchema,
  to: granteeSchema,
  /** As it was typed when it was allowed. */
  line: z.string().max(4_096),
  /** What it came to: only that very run is allowed. */
  key: z.string().max(20_000),
  at: timestampSchema,
})

/** What the owner decided about commands. */
export const programPolicySchema = z.strictObject({
  /** Grows by one with every change. */
  version: z.int().min(1),
  on: z.boolean(),
  grants: z.array(programGrantSchema).max(500),
  added: z.array(addedProgramSchema).max(50),
  allowed: z.array(allowedCommandSchema).max(1_000),
})
export type ProgramPolicy = z.infer<typeof programPolicySchema>

/** A program as it is shown to the owner. */
export const programViewSchema = z.object({
  name: programNameSchema,
  does: z.string(),
  /** Where it was found; null where it is not on this machine. */
  file: z.string().nullable(),
  /** All that may follow it, in words. */
  takes: z.string(),
  added: z.boolean(),
})

/** How a run ended. */
export const programEndSchema = z.object({
  /** Null where it was ended from outside. */
  exitCode: z.int().nullable(),
  /** `time`, `size`: it went over its limit; `stopped`: somebody ended it. */
  how: z.enum(['exit', 'time', 'size', 'stopped']),
})
export type ProgramEnd = z.infer<typeof programEndSchema>
