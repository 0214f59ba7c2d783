import { z } from 'zod'
import { roleSchema } from '../../model/access'
import { sessionIdSchema, timestampSchema } from '../../model/ids'
import { botUsageSchema, personIdSchema, personNameSchema, personSchema } from '../../model/person'
import { sessionSchema } from '../../model/session'
import { sharingSchema } from '../../model/session-sharing'
import { done, nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

const onePerson = z.object({ person: personSchema })
const ofPerson = z.strictObject({ personId: personIdSchema })

export const peopleCommands = {
  'people.list': {
    summary: 'Everybody who uses this controller, by name.',
    access: 'viewer',
    input: nothing,
    output: z.object({ people: z.array(personSchema) }),
  },
  'people.add': {
    summary: 'Let somebody use this controller, for good or, as a guest, until a moment.',
    access: 'owner',
    input: z.strictObject({
      name: personNameSchema,
      role: roleSchema.default('member'),
      endsAt: timestampSchema.nullable().default(null),
      bots: personSchema.shape.bots.default({}),
    }),
    output: onePerson,
  },
  'people.update': {
    summary:
      'Change somebody’s name, role, end or bots, at once; what they may not do any more stops. What is left out stays.',
    access: 'owner',
    input: z.strictObject({
      personId: personIdSchema,
      name: personNameSchema.optional(),
      role: roleSchema.optional(),
      endsAt: timestampSchema.nullable().optional(),
      bots: personSchema.shape.bots.optional(),
      /** The version that was seen; another one by now is a `conflict`. */
      version: z.int().min(1).optional(),
    }),
    output: onePerson,
  },
  'people.remove': {
    summary:
      'Sign somebody out everywhere, at once, and let them in no more. Their conversations are kept; `people.restore` undoes it.',
    access: 'owner',
    input: ofPerson,
    output: done,
  },
  'people.restore': {
    summary: 'Bring back somebody who was removed. Their devices have to be signed in anew.',
    access: 'owner',
    input: ofPerson,
    output: onePerson,
  },
  'people.usage': {
    summary: 'Who uses which bot how much: counts, never what was said.',
    access: 'owner',
    input: nothing,
    output: z.object({ usage: z.array(botUsageSchema) }),
  },
  'sessions.share': {
    summary:
      'Let others read a session, or say something in it too; null makes it private again. Only whose it is may.',
    access: 'member',
    session: 'own',
    input: z.strictObject({ sessionId: sessionIdSchema, sharing: sharingSchema.nullable() }),
    output: z.object({ session: sessionSchema }),
  },
} as const satisfies Record<string, CommandDefinition>
