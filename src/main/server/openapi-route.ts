import type { FastifyInstance } from 'fastify'
import { createOpenApi } from './openapi'

export const OPENAPI_PATH = '/api/v1/openapi.json'

/** The API's own description. It holds no secrets, so nobody has to sign in; made when it is first asked for. */
export function registerOpenApi(app: FastifyInstance, version: string): void {
  let document: string | undefined
  app.get(OPENAPI_PATH, (_request, reply) => {
    document ??= JSON.stringify(createOpenApi(version))
    return reply.type('application/json; charset=utf-8').send(document)
  })
  // The page on which the API can be tried is a place in the UI.
  app.get('/api', (_request, reply) => reply.redirect('/#/api'))
}
