import { createReadStream } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { ExportService } from '@main/core/transfer/export-service'
import type { CommandName, CommandOutput } from '@shared/contract/commands'
import type { Identity } from '@main/core/events/viewer'
import type { PersonId } from '@shared/model/person'
import { httpCaller, requireIdentity } from './http-caller'
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
    const { identity } = await dispatch(deps, request, 'exports.get', { exportId })
    return sendFile(reply, exports, exportId, identity.personId)
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
    const { identity, output } = await dispatch(deps, request, 'exports.start', input)
    const { personId } = identity
    const { id } = output.export
    // Fetched or not, nobody else knows of it.
    reply.raw.once('close', () => void exports.cancel(id, personId).catch(() => undefined))
    await exports.finished(id, personId)
    return sendFile(reply, exports, id, personId)
  })
}

async function dispatch<N extends CommandName>(
  { router, identify }: ExportRoutesDeps,
  { raw }: FastifyRequest,
  name: N,
  input: object,
): Promise<{ readonly identity: Identity; readonly output: CommandOutput<N> }> {
  const identity = requireIdentity(await identify(raw))
  // The contract says what each command answers; the router's door cannot.
  const output = (await router.dispatch(name, input, httpCaller(raw, identity))) as CommandOutput<N>
  return { identity, output }
}

function sendFile(
  reply: FastifyReply,
  exports: ExportRoutesDeps['exports'],
  exportId: string,
  personId: PersonId,
): FastifyReply {
  const { path, fileName, mediaType, bytes } = exports.fileOf(exportId, personId)
  return reply
    .type(mediaType)
    .header('Content-Length', bytes)
    .header('Content-Disposition', contentDisposition(fileName))
    .send(createReadStream(path))
}
