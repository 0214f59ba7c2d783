import { z } from 'zod'
import { idSchema, messageIdSchema, sessionIdSchema } from '../../model/ids'
import { MAX_NOTE_LENGTH, noteMakingSchema, sessionNotesSchema } from '../../model/session-notes'
import { ofSession } from './command-definition'
import type { CommandDefinition } from './command-definition'

const notes = z.object({ notes: sessionNotesSchema })
const ofNote = z.strictObject({ sessionId: sessionIdSchema, noteId: idSchema })

export const noteCommands = {
  'messages.pin': {
    summary: 'Let the bot always be told a message of the session, or no longer.',
    access: 'member',
    session: 'write',
    input: z.strictObject({
      sessionId: sessionIdSchema,
      messageId: messageIdSchema,
      pinned: z.boolean().default(true),
    }),
    output: notes,
  },
  'notes.get': {
    summary: 'What the bot is always told of a session: pinned messages and notes.',
    access: 'viewer',
    session: 'read',
    input: ofSession,
    output: notes,
  },
  'notes.write': {
    summary: 'Write a note that the bot is always told, or change one.',
    access: 'member',
    session: 'write',
    input: z.strictObject({
      sessionId: sessionIdSchema,
      /** The note to change; left out, a new one is made. */
      noteId: idSchema.optional(),
      text: z.string().trim().min(1).max(MAX_NOTE_LENGTH),
      /** The version that was seen; another one by now is a `conflict`. */
      version: z.int().min(1).optional(),
    }),
    output: notes,
  },
  'notes.remove': {
    summary: 'Take a note away; `notes.restore` undoes it.',
    access: 'member',
    session: 'write',
    input: ofNote,
    output: notes,
  },
  'notes.restore': {
    summary: 'Bring back a note that was taken away.',
    access: 'member',
    session: 'write',
    input: ofNote,
    output: notes,
  },
  'notes.summarise': {
    summary:
      'Let the bot write a note on what was said up to a message, by default all of it; it comes with `notes.changed`.',
    access: 'member',
    session: 'write',
    input: z.strictObject({ sessionId: sessionIdSchema, throughSeq: z.int().min(1).optional() }),
    output: z.object({ making: noteMakingSchema }),
  },
  'notes.stop': {
    summary: 'Give up the note that is being written.',
    access: 'member',
    session: 'write',
    input: ofSession,
    output: z.object({ stopped: z.boolean() }),
  },
} as const satisfies Record<string, CommandDefinition>
