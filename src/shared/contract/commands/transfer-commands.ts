import { z } from 'zod'
import { idSchema } from '../../model/ids'
import {
  exportBranchesSchema,
  exportFormatSchema,
  exportJobSchema,
  exportScopeSchema,
} from '../../model/transfer'
import { done } from './command-definition'
import type { CommandDefinition } from './command-definition'

const ofExport = z.strictObject({ exportId: idSchema })
const oneExport = z.object({ export: exportJobSchema })

export const transferCommands = {
  'exports.start': {
    summary:
      'Begin to write conversations to a file. `export.changed` tells how far it is; the file is kept for an hour.',
    access: 'member',
    input: z.strictObject({
      scope: exportScopeSchema,
      format: exportFormatSchema,
      branches: exportBranchesSchema.default('visible'),
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
} as const satisfies Record<string, CommandDefinition>
