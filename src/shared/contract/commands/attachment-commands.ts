import { z } from 'zod'
import { attachmentHashSchema, attachmentSchema } from '../../model/message-details'
import { nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

export const attachmentCommands = {
  'attachments.limits': {
    summary:
      'What pictures may come with a message. The bytes of one are posted to `/api/v1/attachments?name=…`, which answers it.',
    access: 'member',
    input: nothing,
    output: z.object({
      maxBytes: z.int(),
      /** Width times height. */
      maxPixels: z.int(),
      maxPerMessage: z.int(),
      types: z.array(attachmentSchema.shape.type),
    }),
  },
  'attachments.get': {
    summary: 'What is known of a picture; its bytes are at `/api/v1/attachments/:hash`.',
    access: 'viewer',
    input: z.strictObject({ hash: attachmentHashSchema }),
    output: z.object({ attachment: attachmentSchema }),
  },
} as const satisfies Record<string, CommandDefinition>
