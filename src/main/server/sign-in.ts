import { fastifyCookie } from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { AccessService } from '@main/core/access/access-service'
import { AppError } from '@shared/contract/app-error'
import type { SignInGuard } from '@main/core/limits/sign-in-guard'
import { mayUseCookie } from './access-policy'
import type { AccessPolicy } from './access-policy'
import { sourceOf } from './call-source'
import { deviceNameOf } from './device-name'
import { deviceSecretOf } from './identify-request'

export const SIGN_IN_PATH = '/api/v1/sign-in'
export const SIGN_OUT_PATH = '/api/v1/sign-out'

/** The code stands in the fragment of a one-time link, so it never reached a server log on its way here. */
export const signInBodySchema = z.strictObject({ code: z.string().min(1).max(200) })

/** How long a browser stays signed in: 180 days. */
const COOKIE_MAX_AGE_S = 180 * 24 * 60 * 60

/** Out of reach of scripts and of other sites. Not `Secure`: this server speaks plain HTTP, on this machine only. */
const COOKIE_OPTIONS = { httpOnly: true, sameSite: 'strict', path: '/' } as const

/** Cookies do not tell ports apart, so two controllers on one machine need two names. */
export function cookieNameFor(port: number): string {
  return `port8000_${port}`
}

export interface SignInDeps {
  readonly policy: () => AccessPolicy
  readonly signIns: Pick<SignInGuard, 'attempt'>
  readonly access: Pick<AccessService, 'redeemLink' | 'signOutDevice'>
  readonly cookieName: () => string
}

/** How a browser comes to its cookie, and how it gets rid of it. */
export function registerSignIn(
  app: FastifyInstance,
  { access, cookieName, policy, signIns }: SignInDeps,
): void {
  // Cookies are read where a request is identified, sockets included, so the plug-in reads none by itself.
  app.register(fastifyCookie, { hook: false })

  app.post(SIGN_IN_PATH, async (request, reply) => {
    const body = signInBodySchema.safeParse(request.body)
    if (!body.success) throw new AppError('invalid_input', z.prettifyError(body.error))
    const { code } = body.data
    const { secret, identity } = await signIns.attempt(
      [`address:${sourceOf(request.raw).network}`],
      () => access.redeemLink(code, deviceNameOf(request.headers['user-agent'])),
    )
    reply.setCookie(cookieName(), secret, { ...COOKIE_OPTIONS, maxAge: COOKIE_MAX_AGE_S })
    return { role: identity.role }
  })

  app.post(SIGN_OUT_PATH, async (request, reply) => {
    const mayCount = mayUseCookie(policy(), request.raw, false)
    const secret = mayCount ? deviceSecretOf(request.raw, cookieName()) : null
    if (secret === null) throw new AppError('unauthenticated', 'This browser is not signed in.')
    await access.signOutDevice(secret)
    reply.setCookie(cookieName(), '', { ...COOKIE_OPTIONS, maxAge: 0 })
    reply.code(204)
  })
}
