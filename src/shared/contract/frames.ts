import { z } from 'zod'
import type { WireError } from './errors'

export const PROTOCOL_VERSION = 1

/** What a client sends over a socket. `id` comes back in the answer. */
export const requestFrameSchema = z.strictObject({
  id: z.int().nonnegative(),
  command: z.string().min(1).max(100),
  input: z.unknown().optional(),
})
export type RequestFrame = z.infer<typeof requestFrameSchema>

export interface HelloFrame {
  readonly hello: {
    readonly protocol: number
    readonly app: 'port8000'
    readonly version: string
    readonly signedIn: boolean
  }
}

export type Result<T> =
  { readonly ok: true; readonly output: T } | { readonly ok: false; readonly error: WireError }

export type AnswerFrame = { readonly id: number } & Result<unknown>
