import { z } from 'zod'
import { idSchema, timestampSchema } from './ids.ts'

export const MAX_PINS = 50
export const MAX_NOTES = 20
/** In UTF-16 code units: about 2,000 tokens, which are told with every message. */
export const MAX_NOTE_LENGTH = 8_000

/** A message that the bot is always told, however long ago it was said. */
const pinSchema = z.object({
  seq: z.int().min(1),
  /** How it begins, so that it can be shown wherever the reader is. */
  excerpt: z.string().max(200),
})

/** A text that the bot is always told, beside its instructions. */
export const noteSchema = z.object({
  id: idSchema,
  text: z.string().min(1).max(MAX_NOTE_LENGTH),
  /** It sums up what was said up to this message, and belongs to the branches through it; 0: to all of them. */
  throughSeq: z.int().nonnegative(),
  /** Whose words it is. */
  by: z.enum(['bot', 'person']),
  /** Grows by one with every change. */
  version: z.int().min(1),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
})
export type Note = z.infer<typeof noteSchema>

/** A note that the bot is writing. */
export const noteMakingSchema = z.object({
  throughSeq: z.int().min(1),
  startedAt: timestampSchema,
  /** How much of it has been read, from 0 to 1. */
  fraction: z.number().min(0).max(1),
})
export type NoteMaking = z.infer<typeof noteMakingSchema>

/** What of a session its bot is always told. */
export const sessionNotesSchema = z.object({
  /** In the order of `seq`. */
  pins: z.array(pinSchema),
  /** Oldest first. */
  notes: z.array(noteSchema),
  making: noteMakingSchema.nullable(),
})
export type SessionNotes = z.infer<typeof sessionNotesSchema>

/** As it is stored: with the notes that were taken away last, which can be brought back. */
export const keptNotesSchema = z.object({
  pins: z.array(pinSchema).max(MAX_PINS),
  notes: z.array(noteSchema).max(MAX_NOTES),
  removed: z.array(noteSchema).max(MAX_NOTES),
})
export type KeptNotes = z.infer<typeof keptNotesSchema>

export const NO_NOTES: KeptNotes = { pins: [], notes: [], removed: [] }
