import { z } from 'zod'
import { jsonSchemaSchema } from './bot-options.ts'
import { messageIdSchema, timestampSchema } from './ids.ts'
import { programEndSchema } from './program.ts'
import { toolCallSchema } from './tool.ts'

/** What the model thought before it answered. It is told to nobody else: not to the model again, nor to search. */
const thinkingSchema = z.object({ text: z.string(), durationMs: z.number().nonnegative() })

/** How many pictures may come with one message. */
export const MAX_PER_MESSAGE = 8

/** SHA-256 of a picture as it is kept, in hex. */
export const attachmentHashSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'is not the hash of a picture')

/** A picture that came with a message; its bytes are kept beside the database under their SHA-256 (hex). */
export const attachmentSchema = z.object({
  hash: attachmentHashSchema,
  name: z.string().max(255),
  /** Told from the bytes, never from the name. */
  type: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
  size: z.int().nonnegative(),
  /** As people see it, in pixels. */
  width: z.int().min(1),
  height: z.int().min(1),
})
export type Attachment = z.infer<typeof attachmentSchema>

/** How much of the model's memory a reply took, in tokens. */
const contextUseSchema = z.object({
  /** The size that was asked for. */
  limit: z.int().min(1),
  /** Kept free for the reply. */
  reserve: z.int().nonnegative(),
  /** Instructions, notes and messages; counted by the model itself where `exact`. */
  used: z.int().nonnegative(),
  exact: z.boolean(),
  /** The `seq` of the oldest message that the model was told; those before it, it does not know. 0: all of them were. */
  fromSeq: z.int().nonnegative(),
  /** True where the server cut the beginning off by itself: one that does not know `truncate`. */
  cut: z.boolean().optional(),
})
export type ContextUse = z.infer<typeof contextUseSchema>

/** What a person wants the reply in, whatever the bot's own format is. */
export const askedFormatSchema = z.union([z.enum(['text', 'json']), jsonSchemaSchema])
export type AskedFormat = z.infer<typeof askedFormatSchema>

/** What more is known of a message than its text. Whatever does not apply is left out. */
export const messageDetailsSchema = z.object({
  /** Who said it, where that is not the person whose session it is. */
  personId: z.string().max(64).optional(),
  thinking: thinkingSchema.optional(),
  toolCalls: z.array(toolCallSchema).optional(),
  attachments: z.array(attachmentSchema).optional(),
  context: contextUseSchema.optional(),
  /** Which Ollama server made it, and why that one, as: `warm`. */
  upstream: z.object({ name: z.string(), reason: z.string() }).optional(),
  /** Of a person's message: the format its replies are asked for in. */
  askedFormat: askedFormatSchema.optional(),
  /** Of a reply that was asked for in a format: why it does not fit; null where it does. */
  format: z.object({ problem: z.string().nullable() }).optional(),
  /** A command that a person ran on the controller's machine, and its output; models are told neither. `by`: who typed it. */
  program: z.object({ by: z.string().optional(), end: programEndSchema.optional() }).optional(),
  /** The reply that was given before to exactly the same, and when, where it was offered because the engine was away. */
  storedFrom: z.object({ messageId: messageIdSchema, at: timestampSchema }).optional(),
})
export type MessageDetails = z.infer<typeof messageDetailsSchema>
