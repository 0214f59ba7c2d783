import { z } from 'zod'
import { timestampSchema } from './ids'

interface Limit {
  /** The environment variable that sets it. */
  readonly variable: string
  readonly value: number
  readonly least: number
  readonly most: number
  /** Its line in `--help`, without the default. */
  readonly help: string
}

/** How much anybody may ask for. Where 0 is allowed it means "no limit". To add one: a row here, a row in the settings page. */
export const LIMITS = {
  messagesPerMinute: {
    variable: 'MESSAGES_PER_MINUTE',
    ...{ value: 10, least: 0, most: 100_000 },
    help: 'messages a minute for each person or token; 0 for no limit',
  },
  requestsPerMinute: {
    variable: 'REQUESTS_PER_MINUTE',
    ...{ value: 1_000, least: 0, most: 10_000_000 },
    help: 'requests and frames a minute for each address; 0 for no limit',
  },
  signInAttempts: {
    variable: 'SIGN_IN_ATTEMPTS',
    ...{ value: 5, least: 1, most: 1_000 },
    help: 'failed sign-ins until an address or a person has to wait, longer each time',
  },
  socketsPerDevice: {
    variable: 'SOCKETS_PER_DEVICE',
    ...{ value: 20, least: 0, most: 100_000 },
    help: 'open sockets of one device or token; 0 for no limit',
  },
  socketsPerAddress: {
    variable: 'SOCKETS_PER_ADDRESS',
    ...{ value: 100, least: 0, most: 100_000 },
    help: 'open sockets of one address; 0 for no limit',
  },
  maxStrangers: {
    variable: 'MAX_STRANGERS',
    ...{ value: 200, least: 10, most: 100_000 },
    help: 'connections on which nobody signed in; beyond it the oldest is closed',
  },
  maxRequestKb: {
    variable: 'MAX_REQUEST_KB',
    ...{ value: 1_024, least: 512, most: 65_536 },
    help: 'largest frame or body of a request, in kilobytes',
  },
  maxPictureMb: {
    variable: 'MAX_PICTURE_MB',
    ...{ value: 10, least: 1, most: 100 },
    help: 'largest picture that can be attached, in megabytes',
  },
  maxImportMb: {
    variable: 'MAX_IMPORT_MB',
    ...{ value: 2_048, least: 1, most: 1_048_576 },
    help: 'largest file that can be imported, in megabytes',
  },
  maxQueued: {
    variable: 'MAX_QUEUED',
    ...{ value: 5, least: 1, most: 100 },
    help: 'messages that may wait in one conversation',
  },
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof LIMITS

/** The limits' names, in the order they are shown. */
// `Object.keys` answers texts; these are the table's own names.
export const LIMIT_NAMES = Object.keys(LIMITS) as readonly LimitName[]

/** The same for each limit, under its name. */
export function forEachLimit<T>(make: (limit: Limit) => T): Record<LimitName, T> {
  const made = LIMIT_NAMES.map((name) => [name, make(LIMITS[name])])
  // One entry for each name of the table; `Object.fromEntries` forgets which.
  return Object.fromEntries(made) as Record<LimitName, T>
}

export const limitNameSchema = z.enum(LIMIT_NAMES)

/** What was turned away, since the controller started. */
export const turnedAwaySchema = z.object({
  messages: z.int().describe('Messages beyond the limit of their person or token.'),
  requests: z.int().describe('Requests and frames beyond the limit of their address.'),
  signIns: z.int().describe('Sign-ins of somebody who had to wait.'),
  failedSignIns: z.int().describe('Sign-ins that were tried and were wrong.'),
  sockets: z.int().describe('Sockets beyond the limit of their device or address.'),
  strangers: z.int().describe('Connections without a sign-in that made room for newer ones.'),
  sizes: z.int().describe('Bodies and frames that were too large.'),
  hosts: z.int().describe('Requests for a name that is not ours.'),
  origins: z.int().describe('Requests from a page of another site.'),
})
export type TurnedAway = z.infer<typeof turnedAwaySchema>

export const limitsOverviewSchema = z.object({
  since: timestampSchema,
  turnedAway: turnedAwaySchema,
  limits: z.array(
    z.object({
      name: limitNameSchema,
      value: z.int(),
      standard: z.int().describe('What holds where nobody sets it.'),
      least: z.int(),
      most: z.int(),
    }),
  ),
})
export type LimitsOverview = z.infer<typeof limitsOverviewSchema>
