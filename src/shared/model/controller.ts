import { z } from 'zod'
import { roleSchema } from './access'
import { botSchema } from './bot'
import { engineStatusSchema } from './engine'
import { timestampSchema } from './ids'
import { instanceSchema } from './instance'
import { pullSchema } from './model'
import { sessionSchema } from './session'
import { wireErrorSchema } from '../contract/errors'

/** Where the controller's own server listens, or why it does not. */
export const serverStatusSchema = z.object({
  /** Like `http://127.0.0.1:8000`; null while it does not listen. */
  address: z.string().nullable(),
  port: z.int(),
  error: wireErrorSchema.nullable(),
  /** The program that holds the port, where the system tells. */
  holder: z.string().nullable(),
})
export type ServerStatus = z.infer<typeof serverStatusSchema>

/** Where a setting's value comes from; a later one beats an earlier one. */
export const settingSourceSchema = z.enum(['default', 'file', 'environment', 'argument'])
export type SettingSource = z.infer<typeof settingSourceSchema>

const settingOf = <T extends z.ZodType>(value: T) =>
  z.object({ value, source: settingSourceSchema })

export const settingsSchema = z.object({
  llamaEndpoint: settingOf(z.string()),
  modelName: settingOf(z.string().nullable()),
  temperature: settingOf(z.number()),
  maxTokens: settingOf(z.int()),
  /** Whether models that run on servers of somebody else are refused. */
  forbidCloudModels: settingOf(z.boolean()),
  host: settingOf(z.string()),
  port: settingOf(z.int()),
})
export type Settings = z.infer<typeof settingsSchema>

/** What a window needs to draw everything but a conversation. */
export const overviewSchema = z.object({
  version: z.string(),
  /** Whether the controller has a desktop, so that it can open a browser. */
  desktop: z.boolean(),
  role: roleSchema,
  now: timestampSchema,
  server: serverStatusSchema,
  engines: z.array(engineStatusSchema),
  bots: z.array(botSchema),
  instances: z.array(instanceSchema),
  /** The most recently used ones, newest first. */
  sessions: z.array(sessionSchema),
  hasMoreSessions: z.boolean(),
  /** Models being downloaded, and downloads that ended without their model. */
  pulls: z.array(pullSchema),
})
export type Overview = z.infer<typeof overviewSchema>

export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded', 'failing']),
  version: z.string(),
  uptimeSeconds: z.number(),
  checks: z.record(z.string(), z.object({ ok: z.boolean(), message: z.string() })),
})
export type Health = z.infer<typeof healthSchema>
