import { z } from 'zod'

/** Every way a command can be refused. A caller branches on the code, a person reads the message. */
export const ERROR_CODES = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'rate_limited',
  'internal',
  'engine_unavailable',
  'engine_busy',
  'model_not_found',
  'context_overflow',
] as const
export const errorCodeSchema = z.enum(ERROR_CODES)
export type ErrorCode = z.infer<typeof errorCodeSchema>

/** An error as it crosses a boundary: what happened and what to do next; never a path, a stack or an address. */
export const wireErrorSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  retryAfterMs: z.int().optional(),
  current: z
    .unknown()
    .optional()
    .describe(
      'With `conflict`, where a version was named: the thing as it is now, to show or to merge.',
    ),
})
export type WireError = z.infer<typeof wireErrorSchema>
