import type { IncomingHttpHeaders } from 'node:http'
import { fastifyCookie } from '@fastify/cookie'
import type { AccessService } from '@main/core/access/access-service'
import type { Identity } from '@main/core/events/viewer'
import { mayUseCookie } from './access-policy'

export interface Identifiable {
  readonly method: string | undefined
  readonly headers: IncomingHttpHeaders
  /** Whether it asks for a socket. */
  readonly upgrade: boolean
}

export type Identify = (request: Identifiable) => Promise<Identity | null>

/** The one place that reads credentials, whatever carries them: `Authorization: Bearer`, `x-api-key` or the cookie. */
export function createIdentify(
  access: Pick<AccessService, 'identifyDevice' | 'identifyToken'>,
  cookieName: () => string,
): Identify {
  return async (request) => {
    const token = tokenOf(request.headers)
    // Whoever names a token is judged by it alone.
    if (token !== null) return access.identifyToken(token)
    const secret = deviceSecretOf(request, cookieName())
    return secret === null ? null : access.identifyDevice(secret)
  }
}

/** The secret in our cookie; null where there is none, or where a cookie may not sign this request in. */
export function deviceSecretOf(request: Identifiable, cookieName: string): string | null {
  const header = request.headers.cookie
  if (header === undefined || !mayUseCookie(request)) return null
  // The plug-in loads its parser when it is registered, which is before anything listens.
  return fastifyCookie.parse(header)[cookieName] ?? null
}

function tokenOf(headers: IncomingHttpHeaders): string | null {
  const bearer = /^Bearer(?:\s+(.*))?$/i.exec(headers.authorization ?? '')
  if (bearer) return bearer[1] ?? ''
  const key = headers['x-api-key']
  return typeof key === 'string' ? key : null
}
