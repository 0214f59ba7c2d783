import type { Closers } from '@main/closers'
import type { Config } from '@main/config/config'
import type { AccessService } from '@main/core/access/access-service'
import type { EventHub } from '@main/core/events/event-hub'
import type { Logger } from '@main/core/logging/logger'
import { ServerControl } from '@main/core/server/server-control'
import type { SettingsService } from '@main/core/settings/settings-service'
import { writeControllerFile } from '@main/platform/controller-file'
import { createServer } from '@main/server/create-server'
import type { HttpServer, ServerDeps } from '@main/server/create-server'
import { VERSION } from '@main/version'

export interface ServerPartsDeps extends Omit<
  ServerDeps,
  'hub' | 'access' | 'settings' | 'version'
> {
  readonly config: Config
  readonly settings: SettingsService
  readonly access: AccessService
  readonly hub: EventHub
}

/** Builds what listens on a port, and what decides where. */
export function composeServer(
  deps: ServerPartsDeps,
  closers: Closers,
): { readonly http: HttpServer; readonly server: ServerControl } {
  const { config, access, settings, hub } = deps
  const log: Logger = deps.log.child('server')
  const http = createServer({ ...deps, version: VERSION, log })
  const server = new ServerControl({
    listener: http,
    host: config.settings.host.value,
    port: config.settings.port.value,
    keepPort: (port) => settings.keepPort(port),
    onListening: (address) => {
      closers.add(
        'controller file',
        writeControllerFile(config.dataDirectory, {
          pid: process.pid,
          address,
          secret: access.localSecret,
        }),
      )
    },
    hub,
    log,
  })
  return { http, server }
}
