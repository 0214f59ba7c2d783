import { z } from 'zod'
import { roleSchema } from './access'
import { botSchema } from './bot'
import { engineStatusSchema } from './engine'
import { folderSchema } from './folder'
import { sessionIdSchema, timestampSchema } from './ids'
import { instanceSchema } from './instance'
import { pullSchema } from './model'
import { personSchema } from './person'
import { readMarkSchema, sessionSchema } from './session'
import { wireErrorSchema } from '../contract/errors'

/** Where the controller's own server listens, or why it does not. */
export const serverStatusSchema = z.object({
  /** Like `http://127.0.0.1:8000`; null while it does not listen. */
  address: z.string().nullable(),
  port: z.int(),
  /** As the setting has it: `127.0.0.1`, `0.0.0.0`, `::` or addresses with commas between. */
  host: z.string(),
  /** Where other devices reach it, the likely one first; empty where only this machine does. */
  addresses: z.array(z.string()),
  /** Addresses it was to listen on, and could not. */
  missing: z.array(z.string()),
  /** Until when a change of the address has to be confirmed, before it undoes itself; null where none waits. */
  unconfirmedUntil: timestampSchema.nullable(),
  error: wireErrorSchema.nullable(),
  /** The program that holds the port, where the system tells. */
  holder: z.string().nullable(),
})
export type ServerStatus = z.infer<typeof serverStatusSchema>

/** What a window needs to draw everything but a conversation. */
export const overviewSchema = z.object({
  version: z.string(),
  /** Whether the controller has a desktop, so that it can open a browser. */
  desktop: z.boolean(),
  role: roleSchema,
  /** Who the caller is; one of `people`. */
  personId: personSchema.shape.id,
  /** Everybody who uses the controller, by name. */
  people: z.array(personSchema),
  /** Whether owners may read what is private to others; everybody is told. */
  ownersReadAll: z.boolean(),
  now: timestampSchema,
  server: serverStatusSchema,
  engines: z.array(engineStatusSchema),
  bots: z.array(botSchema),
  instances: z.array(instanceSchema),
  /** By name. */
  folders: z.array(folderSchema),
  /** The most recently used ones, newest first; then the pinned ones that are not among them. Archived ones are not here. */
  sessions: z.array(sessionSchema),
  hasMoreSessions: z.boolean(),
  /** Models being downloaded, and downloads that ended without their model. */
  pulls: z.array(pullSchema),
  /** How far the caller has read in those, on any device; none where they never looked. */
  readMarks: z.array(readMarkSchema),
  /** How many messages may wait in one session. */
  maxQueued: z.int(),
  /** The sessions being named by their bots' models now. */
  naming: z.array(sessionIdSchema),
})
export type Overview = z.infer<typeof overviewSchema>

export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded', 'failing']),
  version: z.string(),
  uptimeSeconds: z.number(),
  checks: z.record(z.string(), z.object({ ok: z.boolean(), message: z.string() })),
})
export type Health = z.infer<typeof healthSchema>
