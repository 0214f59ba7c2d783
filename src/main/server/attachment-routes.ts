import { createReadStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AttachmentService } from '@main/core/attachments/attachment-service'
import { attachmentHeaders } from '@main/core/attachments/attachment-headers'
import { tooLarge } from '@main/core/attachments/gather-bytes'
import type { CommandRouter } from '@main/core/commands/command-router'
import { AppError } from '@shared/contract/app-error'
import type { CommandName, CommandOutput } from '@shared/contract/commands'
import { httpCaller } from './http-caller'
import type { Identify } from './identify-request'

export const ATTACHMENTS_PATH = '/api/v1/attachments'
export const ATTACHMENT_PATH = '/api/v1/attachments/:hash'

export interface AttachmentRoutesDeps {
  readonly router: Pick<CommandRouter, 'dispatch'>
  readonly identify: Identify
  readonly attachments: Pick<AttachmentService, 'receive' | 'pathOf'>
}
interface UploadRoute {
  Querystring: { readonly name?: string | readonly string[] }
  Body: IncomingMessage | undefined
}
interface ShowRoute {
  Params: { readonly hash: string }
}

/** Where pictures come in, and where they are shown. */
export function registerAttachmentRoutes(app: FastifyInstance, deps: AttachmentRoutesDeps): void {
  const { attachments } = deps
  // Of its own, so that no other address takes bytes.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // Whatever a sender calls it: what it is, its bytes tell.
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body))
    scope.post<UploadRoute>(ATTACHMENTS_PATH, {
      // Before anything is read: strangers cannot make the controller take anything.
      onRequest: async (request) => {
        const { maxBytes } = await dispatch(deps, request, 'attachments.limits', {})
        if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
      },
      handler: async ({ query, body }, reply) => {
        // Not ended with the reading: who sends too much is to hear why, and what else comes of it is thrown away.
        const bytes = requireBytes(body).iterator({ destroyOnReturn: false })
        const attachment = await attachments.receive(String(query.name ?? ''), bytes)
        reply.code(201)
        return { attachment }
      },
    })
  })

  app.get<ShowRoute>(ATTACHMENT_PATH, async (request, reply) => {
    const { hash } = request.params
    const { attachment } = await dispatch(deps, request, 'attachments.get', { hash })
    return reply
      .headers(attachmentHeaders(attachment))
      .send(createReadStream(attachments.pathOf(hash)))
  })
}

async function dispatch<N extends CommandName>(
  { router, identify }: AttachmentRoutesDeps,
  { raw }: Pick<FastifyRequest, 'raw'>,
  name: N,
  input: object,
): Promise<CommandOutput<N>> {
  const identity = await identify(raw)
  // The contract says what each command answers; the router's door cannot.
  return (await router.dispatch(name, input, httpCaller(raw, identity))) as CommandOutput<N>
}

function requireBytes(body: IncomingMessage | undefined): IncomingMessage {
  if (body) return body
  throw new AppError(
    'invalid_input',
    'Send the picture’s bytes, with "Content-Type: application/octet-stream".',
  )
}
