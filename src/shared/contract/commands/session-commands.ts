import { z } from 'zod'
import {
  botIdSchema,
  clientMessageIdSchema,
  folderIdSchema,
  messageIdSchema,
  sessionIdSchema,
  timestampSchema,
  turnIdSchema,
} from '../../model/ids'
import {
  askedFormatSchema,
  attachmentHashSchema,
  attachmentSchema,
  MAX_PER_MESSAGE,
} from '../../model/message-details'
import { modelNameSchema } from '../../model/model'
import {
  messagePageSchema,
  readMarkSchema,
  sessionSchema,
  sessionViewSchema,
} from '../../model/session'
import { tagSchema } from '../../model/tag'
import { done, ofBot, ofSession } from './command-definition'
import type { CommandDefinition } from './command-definition'

const pageLimit = z.int().min(1).max(200)

export const sessionCommands = {
  'sessions.list': {
    summary: 'Sessions, most recently used first; archived ones only where that is asked for.',
    access: 'viewer',
    input: z.strictObject({
      botId: botIdSchema.optional(),
      /** Null: those that are in no folder. */
      folderId: folderIdSchema.nullable().optional(),
      tag: tagSchema.optional(),
      pinned: z.boolean().optional(),
      archived: z.boolean().default(false),
      before: z.strictObject({ updatedAt: timestampSchema, id: sessionIdSchema }).optional(),
      limit: pageLimit.default(100),
    }),
    output: z.object({
      sessions: z.array(sessionSchema),
      hasMore: z.boolean(),
      /** How far the caller has read in those. */
      readMarks: z.array(readMarkSchema),
    }),
  },
  'sessions.get': {
    summary: 'One session.',
    access: 'viewer',
    session: 'read',
    input: ofSession,
    output: z.object({ session: sessionSchema }),
  },
  'sessions.create': {
    summary: 'Begin a session with a bot.',
    access: 'member',
    bot: 'use',
    input: ofBot,
    output: z.object({ session: sessionSchema }),
  },
  'sessions.rename': {
    summary: 'Give a session a title.',
    access: 'member',
    session: 'own',
    input: z.strictObject({
      sessionId: sessionIdSchema,
      title: z.string().trim().min(1).max(200),
      /** The version that was seen; another one by now is a `conflict`. */
      version: z.int().min(1).optional(),
    }),
    output: z.object({ session: sessionSchema }),
  },
  'sessions.delete': {
    summary: 'Delete a session; `sessions.restore` undoes it.',
    access: 'member',
    session: 'own',
    input: ofSession,
    output: done,
  },
  'sessions.restore': {
    summary: 'Bring back a deleted session.',
    access: 'member',
    session: 'own',
    input: ofSession,
    output: z.object({ session: sessionSchema }),
  },
  'sessions.suggestTitle': {
    summary: "Let the bot's own model name the session; answers when it has.",
    access: 'member',
    session: 'own',
    input: ofSession,
    output: z.object({ session: sessionSchema }),
  },
  'sessions.stopNaming': {
    summary: 'Give up naming the session.',
    access: 'member',
    session: 'own',
    input: ofSession,
    output: z.object({ stopped: z.boolean() }),
  },
  'sessions.markRead': {
    summary: 'The caller has read up to this message; true on all of their devices.',
    access: 'viewer',
    session: 'read',
    input: readMarkSchema.strict(),
    output: done,
  },
  'sessions.switchBranch': {
    summary:
      'Make the branch through a message visible, for everybody: up to the newest message that follows from it.',
    access: 'member',
    session: 'write',
    input: z.strictObject({ sessionId: sessionIdSchema, seq: z.int().min(1) }),
    output: z.object({ session: sessionSchema }),
  },
  'sessions.fork': {
    summary: 'A new session that begins with everything up to a message of this one.',
    access: 'member',
    session: 'read',
    input: z.strictObject({ sessionId: sessionIdSchema, messageId: messageIdSchema }),
    output: z.object({ session: sessionSchema }),
  },
  'sessions.watch': {
    summary:
      'What was missed since `afterSeq`, the live reply so far, and from now on every event of the session.',
    access: 'viewer',
    session: 'read',
    input: z.strictObject({
      sessionId: sessionIdSchema,
      afterSeq: z.int().nonnegative().optional(),
    }),
    output: sessionViewSchema,
  },
  'sessions.unwatch': {
    summary: 'No more events of that session.',
    access: 'viewer',
    session: 'any',
    input: ofSession,
    output: done,
  },
  'messages.list': {
    summary:
      'A page of the visible branch, or of the branch through the message `through`, by `seq`: the newest by default.',
    access: 'viewer',
    session: 'read',
    input: z.strictObject({
      sessionId: sessionIdSchema,
      before: z.int().min(1).optional(),
      after: z.int().nonnegative().optional(),
      through: z.int().min(1).optional(),
      limit: pageLimit.default(50),
    }),
    output: messagePageSchema,
  },
  'messages.send': {
    summary:
      'Say something; the reply is made as a turn. The same `clientMessageId` twice answers the first result.',
    access: 'member',
    session: 'write',
    input: z
      .strictObject({
        sessionId: sessionIdSchema,
        clientMessageId: clientMessageIdSchema,
        text: z.string(),
        /** A message of a person that this is another version of; what followed it stays in its own branch. */
        replaces: messageIdSchema.optional(),
        /** Hashes of pictures that were posted before; only for a model that sees. */
        attachments: z.array(attachmentHashSchema).max(MAX_PER_MESSAGE).optional(),
        /** What the reply is to be, in place of the bot's own format: any text, any JSON, or JSON that fits a schema. */
        format: askedFormatSchema.optional(),
        /** Run it on the controller's machine, as a command that begins with `!`: no bot is told of it. */
        program: z.literal(true).optional(),
      })
      .refine(({ text, attachments = [] }) => text.trim() !== '' || attachments.length > 0, {
        path: ['text'],
        message: 'needs some text, or a picture',
      })
      .refine(
        ({ text, attachments, program }) =>
          program === undefined || (text.startsWith('!') && attachments === undefined),
        { path: ['program'], message: 'takes a text that begins with !, and no pictures' },
      ),
    output: z.object({ messageId: messageIdSchema, turnId: turnIdSchema, queued: z.boolean() }),
  },
  'turns.stop': {
    summary: 'Stop the reply being made; what was said so far is kept.',
    access: 'member',
    session: 'write',
    input: ofSession,
    output: z.object({ stopped: z.boolean() }),
  },
  'turns.withdraw': {
    summary: 'Take back a message that still waits.',
    access: 'member',
    session: 'write',
    input: z.strictObject({ sessionId: sessionIdSchema, turnId: turnIdSchema }),
    output: z.object({
      text: z.string(),
      attachments: z.array(attachmentSchema),
      format: askedFormatSchema.optional(),
    }),
  },
  'turns.retry': {
    summary:
      'Ask for another version of the reply to a message, also of another bot or model. The same `clientTurnId` twice answers the first turn.',
    access: 'member',
    session: 'write',
    bot: 'use',
    input: z.strictObject({
      sessionId: sessionIdSchema,
      messageId: messageIdSchema,
      botId: botIdSchema.optional(),
      model: modelNameSchema.optional(),
      clientTurnId: clientMessageIdSchema.optional(),
      /** Where the caller saw the visible branch end; another end by now is a `conflict`. */
      headSeq: z.int().min(1).optional(),
    }),
    output: z.object({ turnId: turnIdSchema }),
  },
} as const satisfies Record<string, CommandDefinition>
