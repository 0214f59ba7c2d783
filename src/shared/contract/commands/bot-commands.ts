import { z } from 'zod'
import { botFieldsSchema, botSchema } from '../../model/bot'
import { botIdSchema } from '../../model/ids'
import { instanceSchema } from '../../model/instance'
import { done, nothing, ofBot } from './command-definition'
import type { CommandDefinition } from './command-definition'

/** A new bot: whatever is left out gets the default, which the settings may have changed. */
const newBotSchema = botFieldsSchema
  .partial()
  .required({ name: true })
  .extend({ id: botIdSchema.optional() })
  .strict()

export const botCommands = {
  'bots.list': {
    summary: 'All bots.',
    access: 'viewer',
    input: nothing,
    output: z.object({ bots: z.array(botSchema) }),
  },
  'bots.get': {
    summary: 'One bot.',
    access: 'viewer',
    input: ofBot,
    output: z.object({ bot: botSchema }),
  },
  'bots.suggestId': {
    summary: 'The next free bot id.',
    access: 'owner',
    input: nothing,
    output: z.object({ botId: botIdSchema }),
  },
  'bots.create': {
    summary: 'Create a bot.',
    access: 'owner',
    input: newBotSchema,
    output: z.object({ bot: botSchema }),
  },
  'bots.update': {
    summary: 'Change a bot; `version` is the one you saw.',
    access: 'owner',
    input: z.strictObject({
      botId: botIdSchema,
      version: z.int().min(1),
      changes: botFieldsSchema.partial().strict(),
    }),
    output: z.object({ bot: botSchema }),
  },
  'bots.duplicate': {
    summary: 'Copy a bot under the next free id.',
    access: 'owner',
    input: ofBot,
    output: z.object({ bot: botSchema }),
  },
  'bots.delete': {
    summary: 'Stop and delete a bot; `bots.restore` undoes it.',
    access: 'owner',
    input: ofBot,
    output: done,
  },
  'bots.restore': {
    summary: 'Bring back a deleted bot with its sessions.',
    access: 'owner',
    input: ofBot,
    output: z.object({ bot: botSchema }),
  },
  'bots.launch': {
    summary: 'Launch a bot: check and load its model.',
    access: 'owner',
    input: ofBot,
    output: z.object({ instance: instanceSchema }),
  },
  'bots.stop': {
    summary: 'Stop a bot: end its turns, keep what was said, free its model.',
    access: 'owner',
    input: ofBot,
    output: z.object({ instance: instanceSchema }),
  },
  'bots.status': {
    summary: 'What a bot is doing.',
    access: 'viewer',
    input: ofBot,
    output: z.object({ instance: instanceSchema }),
  },
} as const satisfies Record<string, CommandDefinition>
