import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { ImportService } from '@main/core/transfer/import-service'
import { AppError } from '@shared/contract/app-error'
import { httpCaller } from './http-caller'
import type { Identify } from './identify-request'

export const IMPORT_FILE_PATH = '/api/v1/imports/:importId/file'
const BYTES = 'application/octet-stream'

export interface ImportRoutesDeps {
  readonly router: Pick<CommandRouter, 'dispatch'>
  readonly identify: Identify
  readonly imports: Pick<ImportService, 'receive'>
}
interface FileRoute {
  Params: { readonly importId: string }
  Querystring: { readonly offset?: string }
  Body: IncomingMessage | undefined
}

/** Where the bytes of a file to import come in: all in one request, or piece by piece from where the last one ended. */
export function registerImportRoutes(app: FastifyInstance, deps: ImportRoutesDeps): void {
  const { router, identify, imports } = deps
  // Of its own, so that no other address takes bytes.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(BYTES, (_request, body, done) => done(null, body))
    scope.put<FileRoute>(IMPORT_FILE_PATH, {
      // Before anything is read: strangers cannot make the controller write anything.
      onRequest: async ({ raw, params: { importId } }) => {
        const identity = await identify(raw)
        await router.dispatch('imports.get', { importId }, httpCaller(raw, identity))
      },
      handler: async ({ params: { importId }, query, body }) => ({
        import: await imports.receive(importId, toOffset(query.offset), requireBytes(body)),
      }),
    })
  })
}

function requireBytes(body: IncomingMessage | undefined): IncomingMessage {
  if (body) return body
  throw new AppError('invalid_input', `Send the file’s bytes, with "Content-Type: ${BYTES}".`)
}

function toOffset(text = '0'): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new AppError('invalid_input', 'The offset is the number of the first byte, from 0.')
}
