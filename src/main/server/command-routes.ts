import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { Identity } from '@main/core/events/viewer'
import { AppError } from '@shared/contract/app-error'
import { commands } from '@shared/contract/commands'
import { newId } from '@shared/model/new-id'
import { httpCaller } from './http-caller'
import type { Identify } from './identify-request'
import type { MessageStreams } from './message-stream'
import { inputOf } from './route-input'
import { routes } from './routes'
import type { Route } from './routes'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once the credential was read; null where nobody is signed in. */
    identity: Identity | null
  }
}

export interface CommandRoutesDeps {
  readonly router: Pick<CommandRouter, 'dispatch'>
  readonly identify: Identify
  readonly streams: MessageStreams
  readonly now: () => number
}

interface RouteGeneric {
  Params: Readonly<Record<string, string>>
  Querystring: Readonly<Record<string, unknown>>
  Body: unknown
}

/** Every row of the route table, each ending in the router. */
export function registerCommandRoutes(app: FastifyInstance, deps: CommandRoutesDeps): void {
  app.decorateRequest('identity', null)
  for (const route of routes) registerRoute(app, route, deps)
}

function registerRoute(app: FastifyInstance, route: Route, deps: CommandRoutesDeps): void {
  const isPublic = commands[route.command].access === 'public'
  const isSend = route.command === 'messages.send'

  app.route<RouteGeneric>({
    method: route.method,
    url: route.path,
    // Before the body is read: strangers cannot make the controller parse anything.
    onRequest: async (request) => {
      if (!isPublic) await signIn(request, deps.identify)
    },
    handler: async (request, reply) => {
      const given = inputOf(route, {
        params: request.params,
        query: request.query,
        body: request.body,
      })
      const input = isSend ? { clientMessageId: newId(deps.now()), ...given } : given
      if (isSend && wantsEventStream(request)) return deps.streams.answer(request, reply, input)

      const output = await deps.router.dispatch(
        route.command,
        input,
        httpCaller(request.raw, request.identity),
      )
      reply.code(statusFor(route, output))
      return route.status === 204 ? undefined : output
    },
  })
}

async function signIn(request: FastifyRequest<RouteGeneric>, identify: Identify): Promise<void> {
  request.identity = await identify(request.raw)
  if (request.identity) return
  throw new AppError(
    'unauthenticated',
    'Sign in first: open a one-time link, or send a token as "Authorization: Bearer".',
  )
}

function wantsEventStream(request: FastifyRequest<RouteGeneric>): boolean {
  return request.headers.accept?.includes('text/event-stream') ?? false
}

/** A controller that cannot work says so with its status too, for whatever watches it. */
function statusFor(route: Route, output: unknown): number {
  if (route.command !== 'health.get') return route.status ?? 200
  const failing =
    typeof output === 'object' &&
    output !== null &&
    'status' in output &&
    output.status === 'failing'
  return failing ? 503 : 200
}
