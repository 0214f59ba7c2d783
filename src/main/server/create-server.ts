import type { RequestListener, Server } from 'node:http'
import { fastify } from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { AccessService } from '@main/core/access/access-service'
import type { AttachmentService } from '@main/core/attachments/attachment-service'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { EventHub } from '@main/core/events/event-hub'
import type { ExportService } from '@main/core/transfer/export-service'
import type { ImportService } from '@main/core/transfer/import-service'
import type { Logger } from '@main/core/logging/logger'
import type { Listener } from '@main/core/server/server-control'
import { AppError } from '@shared/contract/app-error'
import { createAccessPolicy, hostLiteral, isLoopback } from './access-policy'
import type { AccessPolicy } from './access-policy'
import { registerAttachmentRoutes } from './attachment-routes'
import { registerCommandRoutes } from './command-routes'
import { answerError, registerErrorAnswers } from './error-answers'
import { registerExportRoutes } from './export-routes'
import { registerImportRoutes } from './import-routes'
import { findPortHolder } from './find-port-holder'
import { guardRequests } from './guard-requests'
import { bind, createListener, unbind } from './http-listener'
import { createIdentify } from './identify-request'
import { registerJsonBodies } from './json-bodies'
import { MessageStreams } from './message-stream'
import { registerOpenApi } from './openapi-route'
import { endWithError } from './raw-answer'
import { cookieNameFor, registerSignIn } from './sign-in'
import { registerStaticUi } from './static-ui'
import { WsGateway } from './ws-gateway'

const BODY_LIMIT_BYTES = 1_048_576

export interface ServerDeps {
  readonly router: Pick<CommandRouter, 'dispatch'>
  readonly hub: Pick<EventHub, 'leave'>
  readonly access: Pick<
    AccessService,
    'identifyDevice' | 'identifyToken' | 'redeemLink' | 'signOutDevice' | 'onLost'
  >
  readonly exports: Pick<ExportService, 'fileOf' | 'finished' | 'cancel'>
  readonly imports: Pick<ImportService, 'receive'>
  readonly attachments: Pick<AttachmentService, 'receive' | 'pathOf'>
  /** Where the built UI lies. */
  readonly uiDirectory: string
  readonly version: string
  readonly log: Logger
  /** Names this server answers to besides the loopback ones. */
  readonly allowedHosts?: readonly string[]
  readonly now?: () => number
  /** In place of the usual times, for tests. */
  readonly heartbeatMs?: number
  readonly pingIntervalMs?: number
}

export interface HttpServer extends Listener {
  /** Says goodbye to sockets and streams, then closes every connection. */
  close(): Promise<void>
}

/** The HTTP and WebSocket doors on one port. Nothing listens until `listen`, which may be tried again after it failed. */
export function createServer(deps: ServerDeps): HttpServer {
  // Until a port is bound there is nothing to reach, so nothing is allowed.
  let policy: AccessPolicy = { hosts: new Set(), origins: new Set() }
  let cookieName = cookieNameFor(0)
  const { router, access, log, allowedHosts = [] } = deps
  const identify = createIdentify(access, () => cookieName)
  const streams = new MessageStreams(deps)
  const gateway = new WsGateway({ ...deps, identify, policy: () => policy })
  const http = createListener()
  const app = createApp(http, (handle) => guardRequests(() => policy, handle), log)

  registerErrorAnswers(app, log)
  registerJsonBodies(app)
  registerCommandRoutes(app, { router, identify, streams, now: deps.now ?? Date.now })
  registerExportRoutes(app, { router, identify, exports: deps.exports })
  registerImportRoutes(app, { router, identify, imports: deps.imports })
  registerAttachmentRoutes(app, { router, identify, attachments: deps.attachments })
  registerSignIn(app, { access, cookieName: () => cookieName })
  registerOpenApi(app, deps.version)
  registerStaticUi(app, deps.uiDirectory)
  http.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head))
  http.on('error', (error) => {
    if (http.listening) log.error('server error', { error })
  })

  return {
    listen: async (port, host) => {
      requireLoopback(host)
      // Both names of a machine may lead to different addresses; 127.0.0.1 is always the same one.
      const bound = host === 'localhost' ? '127.0.0.1' : host
      await app.ready()
      const actual = await bind(http, port, bound)
      policy = createAccessPolicy({ port: actual, host: bound, allowedHosts })
      cookieName = cookieNameFor(actual)
      return { address: `http://${hostLiteral(bound)}:${actual}`, port: actual }
    },
    findHolder: findPortHolder,
    close: () =>
      unbind(http, async () => {
        streams.close()
        await gateway.close()
        await app.close()
      }),
  }
}

function createApp(
  http: Server,
  guard: (handle: RequestListener) => RequestListener,
  log: Logger,
): FastifyInstance {
  return fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    serverFactory: (handle) => http.on('request', guard(handle)),
    clientErrorHandler: (error, socket) => endWithError(socket, toClientError(error)),
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply, log),
  })
}

function toClientError(error: NodeJS.ErrnoException): AppError {
  return error.code === 'HPE_HEADER_OVERFLOW'
    ? new AppError('too_large', 'The headers of this request are too large.')
    : new AppError('invalid_input', 'This is not a request that this server understands.')
}

function requireLoopback(host: string): void {
  if (isLoopback(host)) return
  throw new AppError(
    'invalid_input',
    'This version listens on this machine only: set HOST to 127.0.0.1. Sharing on the network comes later.',
  )
}
