import { z } from 'zod'
import { auditEntrySchema } from '../../model/audit'
import { idSchema, sessionIdSchema, turnIdSchema } from '../../model/ids'
import { toolDecisionSchema, toolDescriptionSchema } from '../../model/tool'
import { done, nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

export const toolCommands = {
  'tools.list': {
    summary: 'Every tool that a bot could be granted.',
    access: 'owner',
    input: nothing,
    output: z.object({ tools: z.array(toolDescriptionSchema) }),
  },
  'turns.answerToolCall': {
    summary:
      'Let a call of a tool run once, let that bot use the tool from now on (`always`, only the owner), or refuse it.',
    access: 'member',
    session: 'write',
    input: z.strictObject({
      sessionId: sessionIdSchema,
      turnId: turnIdSchema,
      callId: z.string().min(1).max(200),
      decision: toolDecisionSchema,
    }),
    output: done,
  },
  'audit.list': {
    summary: 'What tools were called, by whom and with what outcome, newest first; no texts.',
    access: 'owner',
    input: z.strictObject({
      before: idSchema.optional(),
      limit: z.int().min(1).max(200).default(50),
    }),
    output: z.object({ entries: z.array(auditEntrySchema), hasMore: z.boolean() }),
  },
} as const satisfies Record<string, CommandDefinition>
