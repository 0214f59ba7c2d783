import type { RequestListener, Server } from 'node:http'
import type { Socket } from 'node:net'
import { fastify } from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { AccessService } from '@main/core/access/access-service'
import type { AttachmentService } from '@main/core/attachments/attachment-service'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { EventHub } from '@main/core/events/event-hub'
import type { ExportService } from '@main/core/transfer/export-service'
import type { ImportService } from '@main/core/transfer/import-service'
import type { LimitService } from '@main/core/limits/limit-service'
import type { Logger } from '@main/core/logging/logger'
import type { Listener } from '@main/core/server/server-control'
import { AppError } from '@shared/contract/app-error'
import { registerAttachmentRoutes } from './attachment-routes'
import { registerCommandRoutes } from './command-routes'
import { answerError, registerErrorAnswers } from './error-answers'
import { registerExportRoutes } from './export-routes'
import { registerImportRoutes } from './import-routes'
import { findPortHolder } from './find-port-holder'
import { Gate } from './gate'
import type { GateDeps } from './gate'
import { guardRequests } from './guard-requests'
import { createListener, unbind } from './http-listener'
import { toRefusal } from './http-status'
import { createIdentify } from './identify-request'
import { registerJsonBodies } from './json-bodies'
import { MessageStreams } from './message-stream'
import { registerOpenApi } from './openapi-route'
import { endWithError } from './raw-answer'
import { cookieNameFor, registerSignIn } from './sign-in'
import { Places } from './places'
import { registerStaticUi } from './static-ui'
import { WsGateway } from './ws-gateway'

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
  readonly limits: LimitService
  readonly settings: GateDeps['settings']
  readonly now?: () => number
  /** In place of the usual times, for tests. */
  readonly heartbeatMs?: number
  readonly pingIntervalMs?: number
}

export interface HttpServer extends Listener {
  /** When another device connected last; null where none did since the start. */
  visitedAt(): number | null
  /** Says goodbye to sockets and streams, then closes every connection. */
  close(): Promise<void>
}

/** The HTTP and WebSocket doors on one port. Nothing listens until `listen`, which may be tried again after it failed. */
export function createServer(deps: ServerDeps): HttpServer {
  let cookieName = cookieNameFor(0)
  const { router, access, limits, log } = deps
  const resolve = createIdentify({
    access,
    policy: () => gate.policy,
    cookieName: () => cookieName,
  })
  const gate: Gate = new Gate({
    ...{ limits, settings: deps.settings, resolve },
    now: deps.now ?? Date.now,
  })
  const { identify } = gate
  const streams = new MessageStreams(deps)
  const gateway = new WsGateway({ ...deps, gate })
  const http = createListener()
  const places = new Places((socket) => void http.emit('connection', socket))
  const app = createApp(http, (handle) => guardRequests(gate, handle), log)

  registerErrorAnswers(app, log)
  registerJsonBodies(app, () => limits.valueOf('maxRequestKb') * 1_024)
  countSizes(app, limits)
  registerCommandRoutes(app, { router, identify, streams, now: deps.now ?? Date.now })
  registerExportRoutes(app, { router, identify, exports: deps.exports })
  registerImportRoutes(app, { router, identify, imports: deps.imports })
  registerAttachmentRoutes(app, { router, identify, attachments: deps.attachments })
  registerSignIn(app, {
    access,
    cookieName: () => cookieName,
    policy: () => gate.policy,
    signIns: limits.signIns,
  })
  registerOpenApi(app, deps.version)
  registerStaticUi(app, deps.uiDirectory)
  http.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head))
  http.on('connection', (socket: Socket) => gate.connected(socket))

  return {
    listen: async (port, hosts, keeping) => {
      await app.ready()
      const listening = await places.open(port, hosts, keeping)
      gate.open(places.list())
      cookieName = cookieNameFor(listening.port)
      return listening
    },
    findHolder: findPortHolder,
    visitedAt: () => gate.visitedAt,
    close: () =>
      unbind(http, places, async () => {
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
    serverFactory: (handle) => http.on('request', guard(handle)),
    clientErrorHandler: (error, socket) => endWithError(socket, toClientError(error)),
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply, log),
  })
}

/** Whatever was too large is counted, whichever door it came by. */
function countSizes(app: FastifyInstance, limits: Pick<LimitService, 'count'>): void {
  app.addHook('onError', async (_request, _reply, error) => {
    const refusal = toRefusal(error)
    if (refusal instanceof AppError && refusal.code === 'too_large') limits.count('sizes')
  })
}

function toClientError(error: NodeJS.ErrnoException): AppError {
  return error.code === 'HPE_HEADER_OVERFLOW'
    ? new AppError('too_large', 'The headers of this request are too large.')
    : new AppError('invalid_input', 'This is not a request that this server understands.')
}
