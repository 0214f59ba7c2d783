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
