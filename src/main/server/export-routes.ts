import { createReadStream } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { ExportService } from '@main/core/transfer/export-service'
import type { CommandName, CommandOutput } from '@shared/contract/commands'
import { httpCaller } from './http-caller'
import type { Identify } from './identify-request'
import { contentDisposition } from '@main/core/transfer/content-disposition'

export const EXPORT_FILE_PATH = '/api/v1/exports/:exportId/file'
export const SESSION_EXPORT_PATH = '/api/v1/sessions/:sessionId/export'

export interface ExportRoutesDeps {
  readonly router: Pick<CommandRouter, 'dispatch'>
  readonly identify: Identify
  readonly exports: Pick<ExportService, 'fileOf' | 'finished' | 'cancel'>
}

interface FileRoute {
  Params: { readonly exportId: string }
}
interface SessionRoute {
  Params: { readonly sessionId: string }
  Querystring: Readonly<Record<string, unknown>>
}

/** The bytes of what commands made: a file that waits, and a conversation in one request, for scripts. */
export function registerExportRoutes(app: FastifyInstance, deps: ExportRoutesDeps): void {
  const { exports } = deps

  app.get<FileRoute>(EXPORT_FILE_PATH, async (request, reply) => {
    const { exportId } = request.params
    // Ends in the router like everything else: it knows who may.
    await dispatch(deps, request, 'exports.get', { exportId })
    return sendFile(reply, exports, exportId)
  })

  app.get<SessionRoute>(SESSION_EXPORT_PATH, async (request, reply) => {
    const { sessionId } = request.params
    const { thinking, ...query } = request.query
    const input = {
      format: 'markdown',
      ...query,
      // An address has words only; what is neither of these the schema refuses.
      ...(thinking !== undefined && {
        thinking: thinking === 'true' || (thinking !== 'false' && thinking),
      }),
      scope: { kind: 'session', sessionId },
    }
    const { export: job } = await dispatch(deps, request, 'exports.start', input)
    // Fetched or not, nobody else knows of it.
    reply.raw.once('close', () => void exports.cancel(job.id).catch(() => undefined))
    await exports.finished(job.id)
    return sendFile(reply, exports, job.id)
  })
}

async function dispatch<N extends CommandName>(
  { router, identify }: ExportRoutesDeps,
  { raw }: FastifyRequest,
  name: N,
  input: object,
): Promise<CommandOutput<N>> {
  const identity = await identify(raw)
  // The contract says what each command answers; the router's door cannot.
  return (await router.dispatch(name, input, httpCaller(raw, identity))) as CommandOutput<N>
}

function sendFile(
  reply: FastifyReply,
  exports: ExportRoutesDeps['exports'],
  exportId: string,
): FastifyReply {
  const { path, fileName, mediaType, bytes } = exports.fileOf(exportId)
  return reply
    .type(mediaType)
    .header('Content-Length', bytes)
    .header('Content-Disposition', contentDisposition(fileName))
    .send(createReadStream(path))
}
