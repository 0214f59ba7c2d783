import { z } from 'zod'
import { botIdSchema, idSchema } from '../../model/ids'
import {
  exportBranchesSchema,
  exportFormatSchema,
  exportJobSchema,
  exportScopeSchema,
  importJobSchema,
} from '../../model/transfer'
import { done } from './command-definition'
import type { CommandDefinition } from './command-definition'

const ofExport = z.strictObject({ exportId: idSchema })
const oneExport = z.object({ export: exportJobSchema })
const ofImport = z.strictObject({ importId: idSchema })
const oneImport = z.object({ import: importJobSchema })

export const transferCommands = {
  'exports.start': {
    summary:
      'Begin to write conversations to a file. `export.changed` tells how far it is; the file is kept for an hour.',
    access: 'member',
    session: 'read',
    input: z.strictObject({
      scope: exportScopeSchema,
      format: exportFormatSchema,
      branches: exportBranchesSchema.default('visible'),
      /** With what the models thought, in every format; it is left out otherwise. */
      thinking: z.boolean().default(false),
    }),
    output: oneExport,
  },
  'exports.list': {
    summary: 'Exports that run or whose file is still kept, the newest first.',
    access: 'member',
    input: z.strictObject({}),
    output: z.object({ exports: z.array(exportJobSchema) }),
  },
  'exports.get': {
    summary: 'One export.',
    access: 'member',
    input: ofExport,
    output: oneExport,
  },
  'exports.cancel': {
    summary: 'Stop an export, or remove its file.',
    access: 'member',
    input: ofExport,
    output: done,
  },
  'imports.start': {
    summary:
      'Announce a file of so many bytes; its bytes are put to `/api/v1/imports/:importId/file`. Nothing changes before `imports.run`.',
    access: 'owner',
    input: z.strictObject({
      fileName: z.string().min(1).max(300),
      bytes: z.int().min(1),
    }),
    output: oneImport,
  },
  'imports.list': {
    summary: 'Imports that are under way or ended within the hour, the newest first.',
    access: 'owner',
    input: z.strictObject({}),
    output: z.object({ imports: z.array(importJobSchema) }),
  },
  'imports.get': {
    summary: 'One import.',
    access: 'owner',
    input: ofImport,
    output: oneImport,
  },
  'imports.run': {
    summary:
      'Bring in what was found, all of it or nothing. Conversations of another program become those of `botId`, or of a new bot.',
    access: 'owner',
    input: z.strictObject({ importId: idSchema, botId: botIdSchema.optional() }),
    output: oneImport,
  },
  'imports.cancel': {
    summary: 'Stop an import and remove its file; what was written of it is removed too.',
    access: 'owner',
    input: ofImport,
    output: done,
  },
} as const satisfies Record<string, CommandDefinition>
