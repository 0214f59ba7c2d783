import type { IncomingMessage } from 'node:http'
import type { AccessPolicy } from './access-policy'

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE'
const REQUEST_HEADERS = 'authorization, x-api-key, content-type, accept'
const ANSWER_HEADERS = 'retry-after, content-disposition'
/** How long a browser may remember what a preflight was told: ten minutes. */
const REMEMBERED_S = '600'
const NONE: readonly (readonly [string, string])[] = []

type Asked = Pick<IncomingMessage, 'headers' | 'method'>

/** What lets a page of another site read an answer, where the owner named its origin. Never with cookies. */
export function corsHeadersFor(policy: AccessPolicy, request: Asked): typeof NONE {
  if (policy.guestOrigins.size === 0) return NONE
  const { origin } = request.headers
  const vary = ['Vary', 'Origin'] as const
  if (origin === undefined || !isGuest(policy, origin)) return [vary]
  return [
    vary,
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Expose-Headers', ANSWER_HEADERS],
    ['Cross-Origin-Resource-Policy', 'cross-origin'],
    ...(isPreflight(policy, request) ? PREFLIGHT : NONE),
  ]
}

/** Whether a browser asks in advance for a page that may. */
export function isPreflight(policy: AccessPolicy, { headers, method }: Asked): boolean {
  return (
    method === 'OPTIONS' &&
    headers['access-control-request-method'] !== undefined &&
    isGuest(policy, headers.origin ?? '')
  )
}

const PREFLIGHT: typeof NONE = [
  ['Access-Control-Allow-Methods', METHODS],
  ['Access-Control-Allow-Headers', REQUEST_HEADERS],
  ['Access-Control-Max-Age', REMEMBERED_S],
]

function isGuest(policy: AccessPolicy, origin: string): boolean {
  return policy.guestOrigins.has(origin.toLowerCase())
}
