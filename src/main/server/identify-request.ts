import type { IncomingMessage } from 'node:http'
import { fastifyCookie } from '@fastify/cookie'
import type { AccessService } from '@main/core/access/access-service'
import type { Identity } from '@main/core/events/viewer'
import { mayUseCookie } from './access-policy'
import type { AccessPolicy } from './access-policy'

export type Identify = (request: IncomingMessage, isUpgrade?: boolean) => Promise<Identity | null>

export interface IdentifyDeps {
  readonly access: Pick<AccessService, 'identifyDevice' | 'identifyToken'>
  readonly policy: () => AccessPolicy
  readonly cookieName: () => string
}

/** The one place that reads credentials, whatever carries them: `Authorization: Bearer`, `x-api-key` or the cookie. */
export function createIdentify({ access, policy, cookieName }: IdentifyDeps): Identify {
  return async (request, isUpgrade = false) => {
    const token = tokenOf(request)
    // Whoever names a token is judged by it alone.
    if (token !== null) return access.identifyToken(token)
    if (!mayUseCookie(policy(), request, isUpgrade)) return null
    const secret = deviceSecretOf(request, cookieName())
    return secret === null ? null : access.identifyDevice(secret)
  }
}

/** The secret in our cookie; null where there is none. Whether a cookie counts here is asked elsewhere. */
export function deviceSecretOf(
  { headers }: Pick<IncomingMessage, 'headers'>,
  cookieName: string,
): string | null {
  // The plug-in loads its parser when it is registered, which is before anything listens.
  return headers.cookie === undefined
    ? null
    : (fastifyCookie.parse(headers.cookie)[cookieName] ?? null)
}

/** The token that a request names; null where it names none. */
export function tokenOf({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  const bearer = /^Bearer(?:\s+(.*))?$/i.exec(headers.authorization ?? '')
  if (bearer) return bearer[1] ?? ''
  const key = headers['x-api-key']
  return typeof key === 'string' ? key : null
}
