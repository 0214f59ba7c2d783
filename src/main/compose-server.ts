import type { Closers } from '@main/closers'
import type { Config } from '@main/config/config'
import type { AccessService } from '@main/core/access/access-service'
import type { EventHub } from '@main/core/events/event-hub'
import type { Logger } from '@main/core/logging/logger'
import { ProbeService } from '@main/core/server/probe-service'
import { ServerControl } from '@main/core/server/server-control'
import type { SettingsService } from '@main/core/settings/settings-service'
import { answersAt } from '@main/platform/ask-health'
import { readFirewall } from '@main/platform/firewall'
import { networkAddresses } from '@main/platform/network-addresses'
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
): { readonly http: HttpServer; readonly server: ServerControl; readonly probes: ProbeService } {
  const { config, access, settings, hub } = deps
  const log: Logger = deps.log.child('server')
  let isFileWritten = false
  const http = createServer({ ...deps, version: VERSION, log })
  const server = new ServerControl({
    listener: http,
    place: { host: config.settings.host.value, port: config.settings.port.value },
    addresses: networkAddresses,
    keep: (place) => settings.keepPlace(place),
    onListening: (address) => {
      const { dataDirectory } = config
      const content = { pid: process.pid, address, secret: access.localSecret }
      const remove = writeControllerFile(dataDirectory, content)
      if (!isFileWritten) closers.add('controller file', remove)
      isFileWritten = true
    },
    hub,
    log,
    now: Date.now,
  })
  closers.add('server control', () => {
    server.close()
  })
  const probes = new ProbeService({
    server,
    addresses: networkAddresses,
    answers: answersAt,
    firewall: readFirewall,
    visitedAt: () => http.visitedAt(),
    program: process.execPath,
  })
  return { http, server, probes }
}
