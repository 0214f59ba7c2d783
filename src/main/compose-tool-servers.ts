import type { Closers } from '@main/closers'
import type { EventHub } from '@main/core/events/event-hub'
import type { Logger } from '@main/core/logging/logger'
import { SecretsKeeper } from '@main/core/secrets/secrets-keeper'
import type { Storage } from '@main/core/storage/storage'
import type { OpenToolServer } from '@main/core/tool-servers/tool-server-connection'
import { ToolServerService } from '@main/core/tool-servers/tool-server-service'
import { readSecretsFile, writeSecretsFile } from '@main/platform/secrets-file'
import { findProgram } from '@main/tool-servers/find-program'

const SECRETS_FILE = 'tool-server-secrets.json'
/** Some programs are downloaded before they start. */
const START_MS = 30_000
const IDLE_MS = 10 * 60_000

export interface ToolServerPartsDeps {
  readonly storage: Pick<Storage, 'toolServers'>
  readonly dataDirectory: string
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly log: Logger
  readonly now: () => number
}

/** The servers of the Model Context Protocol. */
export function composeToolServers(deps: ToolServerPartsDeps, closers: Closers) {
  const { storage, dataDirectory, hub, now } = deps
  const log = deps.log.child('tool-servers')
  const secrets = new SecretsKeeper({
    load: () => readSecretsFile(dataDirectory, SECRETS_FILE),
    save: (kept) => writeSecretsFile(dataDirectory, SECRETS_FILE, kept),
  })
  // The SDK is read when the first server is started: most people have none.
  const open: OpenToolServer = async (...server) => {
    const { createOpenToolServer } = await import('@main/tool-servers/open-tool-server')
    return createOpenToolServer(log)(...server)
  }
  const toolServers = new ToolServerService({
    ...{ open, secrets, findProgram, hub, log },
    store: storage.toolServers,
    clock: { now, after },
    limits: { startMs: START_MS, idleMs: IDLE_MS },
  })
  closers.add('tool servers', () => toolServers.close())
  return toolServers
}

function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
