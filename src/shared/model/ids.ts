import { z } from 'zod'

/** Ids made by the controller: UUID version 7 (RFC 9562), so they sort by the time they were made. */
export const idSchema = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'is not an id made by this controller',
  )

export const sessionIdSchema = idSchema
export type SessionId = z.infer<typeof sessionIdSchema>

export const messageIdSchema = idSchema
export type MessageId = z.infer<typeof messageIdSchema>

export const turnIdSchema = idSchema
export type TurnId = z.infer<typeof turnIdSchema>

export const folderIdSchema = idSchema
export type FolderId = z.infer<typeof folderIdSchema>

/** Made by whoever sends; the same one twice in a session means the same message. */
export const clientMessageIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, 'takes 8 to 64 letters, digits, "-" or "_"')
export type ClientMessageId = z.infer<typeof clientMessageIdSchema>

/** Chosen by people, like `BOT-001`. */
export const botIdSchema = z
  .string()
  .regex(/^[A-Z0-9-]{3,40}$/, 'takes 3 to 40 capital letters, digits or "-", like BOT-001')
export type BotId = z.infer<typeof botIdSchema>

/** Epoch milliseconds, UTC. */
export const timestampSchema = z.int().nonnegative()
export type Timestamp = z.infer<typeof timestampSchema>
