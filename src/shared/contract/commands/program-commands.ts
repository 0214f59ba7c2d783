import { z } from 'zod'
import { programPolicySchema, programViewSchema } from '../../model/program'
import { nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

const view = z.object({
  policy: programPolicySchema,
  programs: z.array(programViewSchema),
  /** Whom something can be granted to, besides bots. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
})

export const programCommands = {
  'programs.get': {
    summary: 'What the owner decided about commands on this machine, and which programs there are.',
    access: 'owner',
    input: nothing,
    output: view,
  },
  'programs.update': {
    summary:
      'Decide about commands on this machine; a list that is given replaces the one there was. Throws `conflict` where `version` is not the stored one.',
    access: 'owner',
    input: z.strictObject({
      version: z.int().min(1),
      changes: programPolicySchema.omit({ version: true }).partial(),
    }),
    output: view,
  },
  'programs.mine': {
    summary: 'Which programs the caller may run by a message that begins with `!`.',
    access: 'member',
    input: nothing,
    output: z.object({
      programs: z.array(programViewSchema.pick({ name: true, does: true, takes: true })),
    }),
  },
} as const satisfies Record<string, CommandDefinition>
