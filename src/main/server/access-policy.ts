import type { IncomingHttpHeaders } from 'node:http'

/** Which names this server answers to, whatever it is bound to: the guard against DNS rebinding and foreign pages. */
export interface AccessPolicy {
  readonly hosts: ReadonlySet<string>
  readonly origins: ReadonlySet<string>
}

export interface AccessPolicyOptions {
  readonly port: number
  /** The address that is bound, like `127.0.0.1` or `::1`. */
  readonly host: string
  /** Further names, with or without a port, like `bots.home` or `localhost:9000` (a forwarded port). */
  readonly allowedHosts: readonly string[]
}

export type PolicyRefusal = 'host' | 'origin'

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']
const DEFAULT_PORT = 80

/** Whole names are compared, never parts of them: `localhost.evil.test` is not `localhost`. */
export function createAccessPolicy({
  port,
  host,
  allowedHosts,
}: AccessPolicyOptions): AccessPolicy {
  const names = [...LOOPBACK_NAMES, hostLiteral(host), ...allowedHosts]
  const hosts = new Set(names.flatMap((name) => withPort(name.toLowerCase(), port)))
  return { hosts, origins: new Set([...hosts].map((name) => `http://${name}`)) }
}

/** Why a request may not come in; null where it may. Looks at the `Host` and the `Origin` of any request or upgrade. */
export function refusalOf(
  policy: AccessPolicy,
  headers: IncomingHttpHeaders,
): PolicyRefusal | null {
  if (!policy.hosts.has(headers.host?.toLowerCase() ?? '')) return 'host'
  if (headers.origin !== undefined && !policy.origins.has(headers.origin.toLowerCase()))
    return 'origin'
  return null
}

/**
 * Whether a cookie may sign this request in. A browser sends it along with whatever a page asks for, so anything that
 * changes something, and every socket, must also say which page asks.
 */
export function mayUseCookie(request: {
  readonly method: string | undefined
  readonly upgrade: boolean
  readonly headers: IncomingHttpHeaders
}): boolean {
  if (request.headers.origin !== undefined) return true
  return !request.upgrade && (request.method === 'GET' || request.method === 'HEAD')
}

/** Whether only this machine can reach what is bound there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

/** An address as it stands in a URL. */
export function hostLiteral(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function withPort(name: string, port: number): string[] {
  if (/:\d+$/.test(name)) return [name]
  return port === DEFAULT_PORT ? [name, `${name}:${port}`] : [`${name}:${port}`]
}
