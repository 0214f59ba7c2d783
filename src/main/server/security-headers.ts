import { CONTENT_SECURITY_POLICY, contentSecurityPolicy } from './content-security-policy'

type Headers = readonly (readonly [name: string, value: string])[]

/** On every answer. `no-store` is what an answer says unless it knows better. */
const SAME_FOR_ALL: Headers = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  [
    'Permissions-Policy',
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()',
  ],
  ['Cache-Control', 'no-store'],
]

/** For an answer to somebody whose Host was not checked or is not ours. */
export const SECURITY_HEADERS: Headers = [
  ...SAME_FOR_ALL,
  ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
]

/** For an answer to a request for one of our own hosts, like `localhost:8000`; its pages may open our socket. */
export function securityHeadersFor(host: string): Headers {
  return [
    ...SAME_FOR_ALL,
    // Not every browser counts a socket to the page's own host as 'self'.
    ['Content-Security-Policy', contentSecurityPolicy([`ws://${host}`])],
  ]
}
