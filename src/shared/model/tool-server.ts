import { z } from 'zod'
import { wireErrorSchema } from '../contract/errors.ts'
import { idSchema, timestampSchema } from './ids.ts'
import { toolNameSchema } from './tool.ts'
import { upstreamAddressSchema, upstreamSecretsSchema } from './upstream.ts'

export const toolServerIdSchema = idSchema
export type ToolServerId = z.infer<typeof toolServerIdSchema>

/** The first words of the built-in tools. */
const TAKEN_NAMES = ['time', 'math', 'history']

/** What its tools are called by, as `files` in `files.read`. It stays: grants are of such names. */
export const toolServerNameSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,39}$/,
    'takes up to 40 small letters, digits, "-" or "_", like files',
  )
  .refine((name) => !TAKEN_NAMES.includes(name), 'is the name of built-in tools')

const isArgument = (text: string) => text.isWellFormed() && !text.includes('\0')

/** A program of this machine: a path from the root, or a name that is looked up on the PATH when it is added. */
const programSchema = z
  .string()
  .trim()
  .min(1, 'needs a program')
  .max(1_000)
  .refine(isArgument, 'takes plain text')

const programTargetSchema = z.strictObject({
  kind: z.literal('stdio'),
  command: programSchema,
  /** Each given to the program as it is; no shell reads them. */
  arguments: z
    .array(z.string().max(4_000).refine(isArgument, 'takes plain text'))
    .max(64)
    .default([]),
})
const addressTargetSchema = z.strictObject({ kind: z.literal('http'), url: upstreamAddressSchema })

/** How a server is reached: it is started here and spoken to over its input and output, or it has an address. */
export const toolServerTargetSchema = z.discriminatedUnion('kind', [
  programTargetSchema,
  addressTargetSchema,
])
export type ToolServerTarget = z.infer<typeof toolServerTargetSchema>

const variableSchema = z.object({
  name: z
    .string()
    .max(100)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is no name of a variable'),
  value: z.string().min(1).max(4_096).refine(isArgument, 'takes plain text'),
})

/** What a server is given to know us by. It comes in and never goes out again. */
export const toolServerSecretsSchema = z.object({
  /** With an address: what goes along with every request. */
  ...upstreamSecretsSchema.shape,
  /** With a program: what its environment has beside the little that every program needs. */
  environment: z.array(variableSchema).max(40).nullable().optional(),
})
export type ToolServerSecrets = z.infer<typeof toolServerSecretsSchema>

/** `idle`: it is not running, and is started when a bot needs it. */
export const toolServerStateSchema = z.enum(['off', 'idle', 'starting', 'ready', 'failed'])
export type ToolServerState = z.infer<typeof toolServerStateSchema>

/** A tool as its server tells of it: data, and shown as that. */
export const offeredToolSchema = z.object({
  name: toolNameSchema,
  description: z.string(),
  /** JSON schema of its arguments. */
  parameters: z.record(z.string(), z.unknown()),
  fingerprint: z.string(),
  problem: z.string().nullable(),
})
export type OfferedTool = z.infer<typeof offeredToolSchema>

/** A tool server as its owner sees it. */
export const toolServerSchema = z.object({
  id: toolServerIdSchema,
  name: toolServerNameSchema,
  target: toolServerTargetSchema,
  enabled: z.boolean(),
  /** Whether a token is set, and the names of the headers or variables that are. Themselves they are never shown. */
  hasToken: z.boolean(),
  secretNames: z.array(z.string()),
  version: z.int().min(1),
  state: toolServerStateSchema,
  /** Why it failed, and what to do. */
  error: wireErrorSchema.nullable(),
  /** The last a program said before it ended, without what was kept secret; null where it said nothing. */
  lastWords: z.string().nullable(),
  /** What it calls itself. */
  info: z.string().nullable(),
  /** As it told last; they are kept while it is not running. */
  tools: z.array(offeredToolSchema),
  /** Tools that were left out, as there were too many. */
  leftOut: z.int().nonnegative(),
  readyAt: timestampSchema.nullable(),
})
export type ToolServerView = z.infer<typeof toolServerSchema>
