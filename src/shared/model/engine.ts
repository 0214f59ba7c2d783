import { z } from 'zod'
import { timestampSchema } from './ids.ts'
import { upstreamNameSchema } from './upstream-name.ts'
import { wireErrorSchema } from '../contract/errors.ts'

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
  /** What the person should know though it answers, as: this version has a known hole. */
  warning: z.string().optional(),
  /** The servers it runs on, where there are several. */
  upstreams: z
    .array(
      upstreamNameSchema.extend({
        reachable: z.boolean(),
        version: z.string().nullable(),
        drained: z.boolean(),
      }),
    )
    .optional(),
})
export type EngineStatus = z.infer<typeof engineStatusSchema>
