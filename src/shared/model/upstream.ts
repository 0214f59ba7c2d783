import { z } from 'zod'
import { timestampSchema } from './ids.ts'
import { settingSourceSchema } from './settings.ts'
import { upstreamIdSchema } from './upstream-name.ts'
import { wireErrorSchema } from '../contract/errors.ts'

const isPlainText = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text)
const hasNoCredentials = (text: string) => {
  if (!URL.canParse(text)) return true
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

/** Whatever host the owner names is asked, also one in the local network: it is theirs to set, and nobody else's. */
export const upstreamAddressSchema = z
  .url({
    protocol: /^https?$/,
    error: 'takes an address that begins with http:// or https://, like http://gpu.local:11434',
  })
  .max(500)
  .refine(hasNoCredentials, 'takes no name and password; set a token or headers in place of them')

/** Goes out as `Authorization: Bearer …`. */
const secretTextSchema = z
  .string()
  .min(1)
  .max(4_096)
  .regex(
    /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/,
    'takes letters, digits and signs of ASCII only',
  )

/** Those by which HTTP itself works are not for us to set. */
const RESERVED_HEADERS =
  /^(?:host|connection|content-(?:length|type|encoding)|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*)$/i
const headerNameSchema = z
  .string()
  .max(100)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is no name of a header')
  .refine((name) => !RESERVED_HEADERS.test(name), 'is a header that Port 8000 sets itself')

export const upstreamFieldsSchema = z.object({
  name: z.string().trim().min(1, 'needs a name').max(80).refine(isPlainText, 'takes plain text'),
  address: upstreamAddressSchema,
  /** How much of the work it gets, compared with the others. */
  weight: z.int().min(1).max(100),
  /** It finishes what it does, and gets nothing new. */
  drained: z.boolean(),
})
export type UpstreamFields = z.infer<typeof upstreamFieldsSchema>

/** What is sent along with every request. It comes in and never goes out again. */
export const upstreamSecretsSchema = z.object({
  token: secretTextSchema.nullable().optional(),
  headers: z
    .array(z.object({ name: headerNameSchema, value: secretTextSchema }))
    .max(20)
    .nullable()
    .optional(),
})
export type UpstreamSecrets = z.infer<typeof upstreamSecretsSchema>

/** `failing`: it answers, but replies went wrong one after the other, so others come first for some seconds. */
const upstreamStateSchema = z.enum(['unknown', 'ok', 'away', 'failing'])

const upstreamHealthSchema = z.object({
  state: upstreamStateSchema,
  version: z.string().nullable(),
  /** How long its last answer about itself took, in milliseconds. */
  latencyMs: z.number().nonnegative().nullable(),
  checkedAt: timestampSchema.nullable(),
  error: wireErrorSchema.nullable(),
  /** What the owner should know though it answers, as: this version has a known hole. */
  warnings: z.array(z.string()),
  /** Names of its models, and of those in its memory; null while they were not looked at. */
  installed: z.array(z.string()).nullable(),
  loaded: z.array(z.string()).nullable(),
  /** Replies it is making now. */
  busy: z.int().nonnegative(),
})
export type UpstreamHealth = z.infer<typeof upstreamHealthSchema>

/** An Ollama server as its owner sees it. */
export const upstreamSchema = upstreamFieldsSchema.extend({
  id: upstreamIdSchema,
  /** Of the first one: an address that was set from outside may be of any form. */
  address: z.string(),
  /** Where the address comes from, for the first one; null: from here. */
  addressSource: settingSourceSchema.nullable(),
  /** Whether a token is set. Itself it is never shown. */
  hasToken: z.boolean(),
  /** The names of the headers that are set, without their values. */
  headerNames: z.array(z.string()),
  version: z.int().min(1),
  health: upstreamHealthSchema,
})
export type UpstreamView = z.infer<typeof upstreamSchema>
