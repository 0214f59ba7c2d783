import type { IncomingHttpHeaders } from 'node:http'
import { hostLiteral } from '@main/core/server/network-addresses'

/** Which names this server answers to, whatever it is bound to: the guard against DNS rebinding and foreign pages. */
export interface AccessPolicy {
  readonly hosts: ReadonlySet<string>
  /** Of our own pages. */
  readonly origins: ReadonlySet<string>
  /** Of other sites' pages that the owner lets in: with a token, never with a cookie. */
  readonly guestOrigins: ReadonlySet<string>
}

export interface AccessPolicyOptions {
  /** Where the server listens: an address, like `127.0.0.1` or `::1`, and a port. */
  readonly places: readonly { readonly host: string; readonly port: number }[]
  /**
   * Further names: `bots.home` (on our ports), `bots.home:9000` (a forwarded port), or `https://bots.home` where a proxy speaks
   * for us.
   */
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
}

export type PolicyRefusal = 'host' | 'origin'

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']
const DEFAULT_PORTS = { http: '80', https: '443' } as const

/** Until a port is bound there is nothing to reach, so nothing is allowed. */
export const NOTHING_ALLOWED: AccessPolicy = {
  hosts: new Set(),
  origins: new Set(),
  guestOrigins: new Set(),
}

/** Whole names are compared, never parts of them: `localhost.evil.test` is not `localhost`. */
export function createAccessPolicy({
  places,
  allowedHosts,
  allowedOrigins,
}: AccessPolicyOptions): AccessPolicy {
  const ports = [...new Set(places.map(({ port }) => port))]
  const own = places.map(({ host, port }) => `http://${hostLiteral(host)}:${port}`)
  const origins = [...LOOPBACK_NAMES, ...allowedHosts.map((name) => name.toLowerCase())]
    .flatMap((name) => toOrigins(name, ports))
    .concat(own)
    .map((origin) => placeOf(origin))
  return {
    hosts: new Set(origins.flatMap(({ hosts }) => hosts)),
    origins: new Set(origins.map(({ origin }) => origin)),
    guestOrigins: new Set(allowedOrigins.map((origin) => origin.toLowerCase())),
  }
}

/** Why a request may not come in; null where it may. Looks at the `Host` and the `Origin` of any request or upgrade. */
export function refusalOf(
  policy: AccessPolicy,
  headers: IncomingHttpHeaders,
): PolicyRefusal | null {
  if (!policy.hosts.has(headers.host?.toLowerCase() ?? '')) return 'host'
  const origin = headers.origin?.toLowerCase()
  if (origin === undefined || policy.origins.has(origin)) return null
  return policy.guestOrigins.has(origin) ? null : 'origin'
}

/**
 * Whether a cookie may sign this request in. A browser sends it along with whatever a page asks for, so anything that
 * changes something, and every socket, must also say which page asks; and the page must be one of ours.
 */
export function mayUseCookie(
  policy: AccessPolicy,
  request: { readonly method?: string | undefined; readonly headers: IncomingHttpHeaders },
  isUpgrade: boolean,
): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin !== undefined) return policy.origins.has(origin.toLowerCase())
  // Pages of another port of this machine count as the same site to a browser: it would send them our cookie.
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  return !isUpgrade && (request.method === 'GET' || request.method === 'HEAD')
}

function toOrigins(name: string, ports: readonly number[]): string[] {
  if (name.includes('://')) return [name]
  if (/:\d+$/.test(name)) return [`http://${name}`]
  return ports.map((port) => `http://${name}:${port}`)
}

/** As a browser writes it: without the port that belongs to the scheme. The `Host` may name that all the same. */
function placeOf(address: string): { readonly origin: string; readonly hosts: readonly string[] } {
  const [scheme = '', host = ''] = address.split('://')
  const usual = DEFAULT_PORTS[scheme === 'https' ? 'https' : 'http']
  const bare = host.replace(/:(\d+)$/, (whole, port: string) => (port === usual ? '' : whole))
  const hasPort = /:\d+$/.test(bare)
  return { origin: `${scheme}://${bare}`, hosts: hasPort ? [bare] : [bare, `${bare}:${usual}`] }
}
