import { z } from 'zod'
import { findResultSchema } from '../../model/find'
import { botIdSchema, sessionIdSchema } from '../../model/ids'
import { searchResultSchema } from '../../model/search'
import type { CommandDefinition } from './command-definition'

export const searchCommands = {
  'messages.search': {
    summary:
      'Find what was said, titles of sessions and names of bots. A newer search of the same viewer takes the place of its older one.',
    access: 'viewer',
    bot: 'any',
    input: z.strictObject({
      query: z.string().max(500),
      botId: botIdSchema.optional(),
      limit: z.int().min(1).max(50).default(20),
      offset: z.int().nonnegative().default(0),
    }),
    output: searchResultSchema,
  },
  'messages.find': {
    summary:
      'Find a text, as it is typed, in what is shown of one session: every message that has it.',
    access: 'viewer',
    session: 'read',
    input: z.strictObject({ sessionId: sessionIdSchema, query: z.string().max(200) }),
    output: findResultSchema,
  },
} as const satisfies Record<string, CommandDefinition>
