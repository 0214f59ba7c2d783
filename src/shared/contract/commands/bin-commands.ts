import { z } from 'zod'
import { sessionIdSchema, timestampSchema } from '../../model/ids'
import { binnedSessionSchema } from '../../model/session'
import { done, nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'
import { sessionIdsSchema } from './organise-commands'

export const binCommands = {
  'bin.list': {
    summary: 'Deleted sessions, the one deleted last first.',
    access: 'member',
    input: z.strictObject({
      before: z.strictObject({ deletedAt: timestampSchema, id: sessionIdSchema }).optional(),
      limit: z.int().min(1).max(200).default(100),
    }),
    output: z.object({
      deleted: z.array(binnedSessionSchema),
      hasMore: z.boolean(),
      /** After so many days they are gone for good; 0 for never. */
      binDays: z.int().nonnegative(),
    }),
  },
  'bin.purge': {
    summary: 'Delete sessions of the bin for good.',
    access: 'owner',
    session: 'own',
    input: z.strictObject({ sessionIds: sessionIdsSchema }),
    output: done,
  },
  'bin.empty': {
    summary: 'Delete every session of the bin for good.',
    access: 'owner',
    input: nothing,
    output: done,
  },
} as const satisfies Record<string, CommandDefinition>
