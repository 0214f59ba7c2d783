import { z } from 'zod'
import { folderIdSchema, sessionIdSchema } from '../../model/ids'
import { MAX_SESSIONS_AT_ONCE, sessionSchema } from '../../model/session'
import { MAX_TAGS, tagSchema } from '../../model/tag'
import { nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

export const sessionIdsSchema = z.array(sessionIdSchema).min(1).max(MAX_SESSIONS_AT_ONCE)
const tags = z.array(tagSchema).max(MAX_TAGS)

/** What is done to many sessions at once. Those that are not there any more are passed over. */
export const organiseCommands = {
  'sessions.organise': {
    summary: 'Move, tag, pin or archive sessions: what is not named stays as it is.',
    access: 'member',
    session: 'own',
    input: z.strictObject({
      sessionIds: sessionIdsSchema,
      /** Null: out of its folder. */
      folderId: folderIdSchema.nullable().optional(),
      addTags: tags.optional(),
      removeTags: tags.optional(),
      pinned: z.boolean().optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({ sessions: z.array(sessionSchema) }),
  },
  'sessions.deleteMany': {
    summary: 'Delete sessions; `sessions.restoreMany` undoes it. Answers which were deleted.',
    access: 'member',
    session: 'own',
    input: z.strictObject({ sessionIds: sessionIdsSchema }),
    output: z.object({ sessionIds: z.array(sessionIdSchema) }),
  },
  'sessions.restoreMany': {
    summary: 'Bring back deleted sessions.',
    access: 'member',
    session: 'own',
    input: z.strictObject({ sessionIds: sessionIdsSchema }),
    output: z.object({ sessions: z.array(sessionSchema) }),
  },
  'tags.list': {
    summary: 'Every tag, with how many sessions have it.',
    access: 'viewer',
    input: nothing,
    output: z.object({ tags: z.array(z.object({ tag: tagSchema, count: z.int().min(1) })) }),
  },
  'tags.rename': {
    summary: 'Give a tag another name, on all sessions; one that is there takes it in.',
    access: 'member',
    input: z.strictObject({ tag: tagSchema, to: tagSchema }),
    output: z.object({ count: z.int().nonnegative() }),
  },
  'tags.remove': {
    summary: 'Take a tag off all sessions.',
    access: 'member',
    input: z.strictObject({ tag: tagSchema }),
    output: z.object({ count: z.int().nonnegative() }),
  },
} as const satisfies Record<string, CommandDefinition>
