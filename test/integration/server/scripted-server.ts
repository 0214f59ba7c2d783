import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AccessService } from '@main/core/access/access-service'
import type { Caller } from '@main/core/events/viewer'
import { LimitService } from '@main/core/limits/limit-service'
import { DEFAULTS } from '@main/config/defaults'
import { EventHub } from '@main/core/events/event-hub'
import type { AccessStore, SignInLink } from '@main/core/storage/storage'
import { hostLiteral, hostsFor, isLoopback } from '@main/core/server/network-addresses'
import { networkAddresses } from '@main/platform/network-addresses'
import { createServer } from '@main/server/create-server'
import type { HttpServer, ServerDeps } from '@main/server/create-server'
import type { Device, Role, Token } from '@shared/model/access'
import type { Settings } from '@shared/model/settings'
import { AppError } from '@shared/contract/app-error'
import { ONLY_OWNER } from '@test/support/first-person'

export type Script = (input: unknown, caller: Caller) => unknown

type Values = { readonly [N in keyof Settings]?: Settings[N]['value'] }

/** The usual settings, but for these. */
export function settingsWith(values: Values): { get(): Settings } {
  const given = Object.entries(values).map(([name, value]) => [name, { value, source: 'file' }])
  // The names are those of the settings; `Object.fromEntries` forgets which belong together.
  const settings = { ...DEFAULTS, ...(Object.fromEntries(given) as Partial<Settings>) }
  return { get: () => settings }
}
const lifted = settingsWith({
  ...{ requestsPerMinute: 0, socketsPerAddress: 0, socketsPerDevice: 0, signInAttempts: 1_000_000 },
})

export interface ScriptedServer {
  readonly server: HttpServer
  readonly address: string
  readonly port: number
  /** Why it does not listen; null where it does. */
  readonly refusal: AppError | null
  readonly hub: EventHub
  readonly access: AccessService
  readonly logged: { readonly level: string; readonly message: string; readonly fields: unknown }[]
  /** A token's secret with this role. */
  token(role?: Role): Promise<string>
  /** The `Cookie` header of a browser that signed in. */
  cookie(): Promise<string>
  /** The origin of this server's own pages. */
  readonly origin: string
  /** Moves the clock that links are good by. */
  advance(milliseconds: number): void
  close(): Promise<void>
}

/**
 * The real doors, hub and access service in front of commands that a test scripts: for what the real controller cannot be
 * made to do on demand, like failing, hanging, or answering too much.
 */
export async function startScriptedServer(
  scripts: Readonly<Record<string, Script>> = {},
  options: Partial<ServerDeps> = {},
  place: { readonly host: string; readonly port: number } = { host: '127.0.0.1', port: 0 },
): Promise<ScriptedServer> {
  const logged: ScriptedServer['logged'] = []
  let time = Date.now()
  const now = (): number => time
  const hub = new EventHub(ONLY_OWNER)
  const access = new AccessService({ store: createMemoryAccessStore(), hub, now })
  const emptyDirectory = mkdtempSync(join(tmpdir(), 'port8000-no-ui-'))
  const server = createServer({
    router: {
      dispatch: async (name, input, caller) => {
        const script = scripts[name]
        if (!script) throw new AppError('not_found', 'There is no such command.')
        return script(input, caller)
      },
    },
    hub,
    access,
    exports: {
      fileOf: notThere,
      finished: notThere,
      cancel: notThere,
    },
    imports: { receive: notThere },
    attachments: { receive: notThere, pathOf: notThere },
    uiDirectory: emptyDirectory,
    limits: new LimitService({ settings: lifted, now }),
    settings: { get: () => DEFAULTS },
    version: '1.2.3',
    log: recordingLog(logged),
    ...options,
  })
  const hosts = hostsFor(place.host, networkAddresses())
  const { address, port, refusal } = await server.listen(place.port, hosts).then(
    (listening) => ({
      address: `http://${hostLiteral(hosts.find((host) => !isLoopback(host)) ?? hosts[0] ?? '')}:${listening.port}`,
      port: listening.port,
      refusal: null,
    }),
    (error: unknown) => ({
      address: '',
      port: 0,
      refusal: error instanceof AppError ? error : null,
    }),
  )
  return {
    server,
    address,
    port,
    refusal,
    hub,
    access,
    logged,
    origin: address,
    token: async (role = 'owner') => (await access.createToken('a script', role)).secret,
    cookie: async () => {
      const { code } = await access.createLink('owner')
      return `port8000_${port}=${(await access.redeemLink(code, 'a browser')).secret}`
    },
    advance: (milliseconds) => (time += milliseconds),
    close: async () => {
      await server.close()
      rmSync(emptyDirectory, { recursive: true, force: true })
    },
  }
}

function notThere(): never {
  throw new AppError('not_found', 'There are no transfers here.')
}

function recordingLog(logged: ScriptedServer['logged']): ServerDeps['log'] {
  const at = (level: string) => (message: string, fields?: unknown) =>
    void logged.push({ level, message, fields })
  const log: ServerDeps['log'] = {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: () => log,
  }
  return log
}

function createMemoryAccessStore(): AccessStore {
  const devices = new Map<string, Device>()
  const tokens = new Map<string, Token>()
  const links = new Map<string, SignInLink>()
  return {
    insertDevice: async (device, hash) => void devices.set(hash, device),
    findDevice: async (hash) => devices.get(hash) ?? null,
    listDevices: async () => [...devices.values()],
    touchDevice: async () => {},
    deleteDevice: async (id) => deleteById(devices, id),
    insertToken: async (token, hash) => void tokens.set(hash, token),
    findToken: async (hash) => tokens.get(hash) ?? null,
    listTokens: async () => [...tokens.values()],
    touchToken: async () => {},
    deleteToken: async (id) => deleteById(tokens, id),
    insertLink: async (link) => void links.set(link.codeHash, link),
    redeemLink: async (codeHash, now) => {
      const link = links.get(codeHash)
      links.delete(codeHash)
      return link && link.expiresAt > now ? link : null
    },
  }
}

function deleteById(stored: Map<string, { readonly id: string }>, id: string): boolean {
  const found = [...stored].find(([, { id: storedId }]) => storedId === id)
  return found ? stored.delete(found[0]) : false
}
