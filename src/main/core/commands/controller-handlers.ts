import type { LimitService } from '../limits/limit-service'
import type { ProbeService } from '../server/probe-service'
import type { ServerControl } from '../server/server-control'
import type { SettingsService } from '../settings/settings-service'
import type { CommandHandlers } from './command-router'

export interface ControllerServices {
  readonly limits: LimitService
  readonly probes: ProbeService
  readonly server: ServerControl
  readonly settings: SettingsService
}

/** Settings, limits, and where the server listens. */
export function controllerHandlers({ limits, probes, server, settings }: ControllerServices) {
  return {
    'settings.get': async () => ({ settings: settings.shown() }),
    'settings.update': async (changes) => ({ settings: await settings.update(changes) }),
    'limits.get': async () => limits.overview(),
    'server.listen': async ({ port }) => ({ server: await server.listen(port) }),
    'server.change': async ({ host, port }, { caller }) => ({
      server: await server.change(
        { ...(host !== undefined && { host }), ...(port !== undefined && { port }) },
        caller.from,
      ),
    }),
    'server.confirm': async (_input, { caller }) => ({
      server: await server.confirm(caller.from),
    }),
    'server.undo': async () => ({ server: await server.undo() }),
    'server.addresses': async () => ({ addresses: probes.addresses() }),
    'server.probe': async () => probes.probe(),
  } satisfies Partial<CommandHandlers>
}
