import { z } from 'zod'

/** The first server, whose address is the setting `llamaEndpoint`; it is always there. */
export const DEFAULT_UPSTREAM_ID = 'default'

/** `default`, or an id that the controller made. */
export const upstreamIdSchema = z
  .string()
  .regex(/^(?:default|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, 'is no id of a server')
export type UpstreamId = z.infer<typeof upstreamIdSchema>

/** Which Ollama server something is on, as everybody may know it. */
export const upstreamNameSchema = z.object({ id: upstreamIdSchema, name: z.string() })
export type UpstreamName = z.infer<typeof upstreamNameSchema>
