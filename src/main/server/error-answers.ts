import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '@main/core/logging/logger'
import { AppError } from '@shared/contract/app-error'
import { toErrorAnswer, toRefusal } from './http-status'

const NOT_FOUND_PAGE = page(
  'There is nothing here',
  'The address is wrong, or what was there is gone.',
)

/** Everything that goes wrong over HTTP leaves through here. */
export function registerErrorAnswers(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log))
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api') || request.method !== 'GET') {
      return answerError(
        new AppError('not_found', 'There is nothing at this address.'),
        request,
        reply,
        log,
      )
    }
    return reply.code(404).type('text/html; charset=utf-8').send(NOT_FOUND_PAGE)
  })
}

export function answerError(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): FastifyReply {
  const refusal = toRefusal(thrown)
  if (!(refusal instanceof AppError)) {
    log.error('request failed', {
      method: request.method,
      route: request.routeOptions.url,
      error: thrown,
    })
  }
  const { status, headers, body } = toErrorAnswer(refusal)
  // Whatever the handler meant to answer is void; a file that failed half-way has set its own type.
  return reply.code(status).headers(headers).type('application/json; charset=utf-8').send(body)
}

/** A small page of our own: no style, no script, nothing from outside. Both texts are ours, never a caller's. */
export function page(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} – Port 8000</title></head>
<body><h1>${title}</h1><p>${text}</p><p><a href="/">Port 8000</a>: private AI bots on Llama and other models.</p></body>
</html>
`
}
