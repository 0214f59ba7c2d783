import { z } from 'zod'
import { botSchema } from '../../../../shared/model/bot.ts'
import { botOptionsSchema } from '../../../../shared/model/bot-options.ts'
import {
  botIdSchema,
  folderIdSchema,
  messageIdSchema,
  sessionIdSchema,
} from '../../../../shared/model/ids.ts'
import { attachmentSchema } from '../../../../shared/model/message-details.ts'
import { messageSchema } from '../../../../shared/model/message.ts'
import { keptNotesSchema } from '../../../../shared/model/session-notes.ts'
import { tagSchema } from '../../../../shared/model/tag.ts'

/** What a date can hold, in milliseconds: whoever shows it later must be able to. */
const timeSchema = z.int().min(0).max(8_640_000_000_000_000)
const titleBySchema = z.enum(['first_message', 'model', 'person']).nullable()

export const headerSchema = z.object({ format: z.string(), version: z.int().min(1) })
export const endSchema = z.object({ sessions: z.int(), messages: z.int() })

export const exportedBotSchema = botSchema.extend({
  // Files of before there were options have none.
  options: botOptionsSchema.default({}),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  deletedAt: timeSchema.nullable(),
})
export const exportedFolderSchema = z.object({
  id: folderIdSchema,
  name: z.string().min(1).max(80),
  version: z.int().min(1),
  createdAt: timeSchema,
})
export const exportedSessionSchema = z.object({
  id: sessionIdSchema,
  botId: botIdSchema,
  title: z.string().max(1_000),
  titleBy: titleBySchema,
  lastSeq: z.int().min(0),
  headSeq: z.int().min(0),
  version: z.int().min(1),
  folderId: folderIdSchema.nullable(),
  tags: z.array(tagSchema).max(1_000),
  pinned: z.boolean(),
  archived: z.boolean(),
  notes: keptNotesSchema.optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
})
export const exportedMessageSchema = messageSchema
  .omit({ sessionId: true, turnId: true, clientMessageId: true })
  .extend({ id: messageIdSchema, createdAt: timeSchema })
/** 10 MB in base64, and some more. */
const MAX_DATA_LENGTH = 14_680_064
export const exportedPictureSchema = attachmentSchema
  .pick({ hash: true, name: true })
  .extend({ data: z.string().max(MAX_DATA_LENGTH) })
