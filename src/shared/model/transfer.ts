import { z } from 'zod'
import { wireErrorSchema } from '../contract/errors'
import { botIdSchema, folderIdSchema, idSchema, sessionIdSchema, timestampSchema } from './ids'

/** `json` and `jsonl` keep everything and can be imported again; the others are for reading. */
export const exportFormatSchema = z.enum(['json', 'jsonl', 'markdown', 'text', 'html'])
export type ExportFormat = z.infer<typeof exportFormatSchema>

/** Deleted conversations are never part of it, archived ones are. */
export const exportScopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('session'), sessionId: sessionIdSchema }),
  z.strictObject({ kind: z.literal('folder'), folderId: folderIdSchema }),
  z.strictObject({ kind: z.literal('bot'), botId: botIdSchema }),
  z.strictObject({ kind: z.literal('everything') }),
])
export type ExportScope = z.infer<typeof exportScopeSchema>

/** For the formats that are read: the visible branch of each conversation, or all of them. `json` and `jsonl` have all. */
export const exportBranchesSchema = z.enum(['visible', 'all'])
export type ExportBranches = z.infer<typeof exportBranchesSchema>

export const transferCountsSchema = z.object({
  sessions: z.int().nonnegative(),
  messages: z.int().nonnegative(),
})
export type TransferCounts = z.infer<typeof transferCountsSchema>

/** A file that is being made, or waits to be fetched. */
export const exportJobSchema = z.object({
  id: idSchema,
  scope: exportScopeSchema,
  format: exportFormatSchema,
  branches: exportBranchesSchema,
  /** Whether it has what the models thought. */
  thinking: z.boolean(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** Written so far. */
  written: transferCountsSchema,
  /** What there is to write; null until it is counted. */
  total: transferCountsSchema.nullable(),
  fileName: z.string(),
  /** Of the file, once it is done. */
  bytes: z.int().nonnegative(),
  error: wireErrorSchema.nullable(),
  startedAt: timestampSchema,
  /** When the file is removed; null until it is done. */
  expiresAt: timestampSchema.nullable(),
})
export type ExportJob = z.infer<typeof exportJobSchema>

/** Whose file it is. */
export const importSourceSchema = z.enum(['port8000', 'chatgpt', 'open_webui', 'ollama'])
export type ImportSource = z.infer<typeof importSourceSchema>

/** What a file holds, as far as it was looked at. */
export const importFindingsSchema = z.object({
  source: importSourceSchema,
  /** What would come. */
  sessions: z.int().nonnegative(),
  messages: z.int().nonnegative(),
  /** New bots and folders, by name. */
  bots: z.array(z.string()),
  folders: z.array(z.string()),
  /** Conversations that are here already, in the bin included; they stay as they are. */
  alreadyHere: z.int().nonnegative(),
  /** What cannot be kept, the most frequent first. */
  notKept: z.array(z.object({ what: z.string(), count: z.int().min(1) })),
  /** True where somebody has to say which bot the conversations are with from now on. */
  needsBot: z.boolean(),
})
export type ImportFindings = z.infer<typeof importFindingsSchema>

/** A file that is being brought in. */
export const importJobSchema = z.object({
  id: idSchema,
  fileName: z.string(),
  /**
   * `receiving`: bytes are to come; `checking`: it is read once and nothing is changed; `ready`: waits for `imports.run`;
   * `running`: it is written, and nobody sees any of it until it is `done`.
   */
  state: z.enum(['receiving', 'checking', 'ready', 'running', 'done', 'failed', 'cancelled']),
  /** Of the file: how large it is, and how many bytes have come. */
  bytes: z.int().nonnegative(),
  received: z.int().nonnegative(),
  /** How far checking or writing is, from 0 to 1. */
  fraction: z.number().min(0).max(1),
  /** What was found, from `ready` on; while it is `checking`, null. */
  findings: importFindingsSchema.nullable(),
  /** What was written so far. */
  written: transferCountsSchema,
  /** One of the conversations that came, to show; null until it is `done`. */
  firstSessionId: sessionIdSchema.nullable(),
  error: wireErrorSchema.nullable(),
  startedAt: timestampSchema,
})
export type ImportJob = z.infer<typeof importJobSchema>
