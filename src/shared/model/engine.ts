import { z } from 'zod'
import { timestampSchema } from './ids'
import { wireErrorSchema } from '../contract/errors'

/** What makes replies. */
export const engineNameSchema = z.enum(['ollama', 'guide'])
export type EngineName = z.infer<typeof engineNameSchema>

/** Whether an engine can be reached, as last seen. */
export const engineStatusSchema = z.object({
  engine: engineNameSchema,
  reachable: z.boolean(),
  version: z.string().nullable(),
  checkedAt: timestampSchema,
  error: wireErrorSchema.nullable(),
})
export type EngineStatus = z.infer<typeof engineStatusSchema>

/** A model that an engine has installed. `size` is bytes on disk. */
export const modelSchema = z.object({
  engine: engineNameSchema,
  name: z.string(),
  size: z.int().nonnegative(),
  family: z.string().nullable(),
  parameterSize: z.string().nullable(),
  quantization: z.string().nullable(),
})
export type Model = z.infer<typeof modelSchema>
