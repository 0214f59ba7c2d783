import { AppError } from '@shared/contract/app-error'
import type { CommandInput, CommandOutput } from '@shared/contract/commands'
import { newId } from '@shared/model/new-id'
import type {
  ToolServerId,
  ToolServerSecrets,
  ToolServerTarget,
  ToolServerView,
} from '@shared/model/tool-server'
import type { EventHub } from '../events/event-hub'
import type { SecretsKeeper } from '../secrets/secrets-keeper'
import type { Tool, ToolSource } from '../tools/tool'
import { tidyList } from './tidy-list'
import { ToolServer } from './tool-server'
import type { ToolServerDeps } from './tool-server'
import type { OpenToolServer, ToolServerKeys } from './tool-server-connection'
import { ToolServerTests } from './tool-server-tests'
import type { StoredToolServer, ToolServerStore } from './tool-server-store'

/** More than anybody has; each may be a program that runs. */
const MOST_SERVERS = 32

export interface ToolServerServiceDeps extends Pick<ToolServerDeps, 'clock' | 'limits' | 'log'> {
  readonly open: OpenToolServer
  readonly store: ToolServerStore
  readonly secrets: SecretsKeeper
  /** The path of a program. Throws `AppError('invalid_input')`. */
  readonly findProgram: (command: string) => Promise<string>
  readonly hub: Pick<EventHub, 'publishOverview'>
}

/** The list of tool servers, as its owner keeps it, and the tools of all of them. */
export class ToolServerService implements ToolSource {
  readonly #deps: ToolServerServiceDeps
  readonly #servers = new Map<ToolServerId, ToolServer>()
  readonly #tests: ToolServerTests

  constructor(deps: ToolServerServiceDeps) {
    this.#deps = deps
    const { open, clock, limits } = deps
    this.#tests = new ToolServerTests({ open, clock, startMs: limits.startMs })
  }

  /** Reads the list at the start; nothing is started. What was removed before can come back no more. */
  async load(): Promise<void> {
    const { store, secrets } = this.#deps
    await store.forgetRemoved()
    const stored = await store.list()
    for (const server of stored) this.#servers.set(server.id, this.#make(server))
    secrets.keepOnly(stored.map(({ id }) => id))
  }

  async close(): Promise<void> {
    this.#tests.close()
    await Promise.all([...this.#servers.values()].map((server) => server.close()))
  }

  tools(): readonly Tool[] {
    return [...this.#servers.values()].flatMap((server) => server.tools)
  }

  list(): ToolServerView[] {
    return [...this.#servers.values()]
      .map((server) => this.#view(server))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  async add(input: CommandInput<'toolServers.add'>): Promise<ToolServerView> {
    const { store, secrets, clock } = this.#deps
    if (this.#servers.size >= MOST_SERVERS)
      throw new AppError('conflict', 'There are 32 tool servers already. Remove one first.')
    const { name, enabled, target: given, ...keys } = input
    const target = await this.#found(given)
    const createdAt = clock.now()
    const stored = {
      ...{ id: newId(createdAt), name, target, enabled, version: 1, createdAt },
      told: tidyList(null, []),
    }
    if (!(await store.insert(stored))) throw nameTaken(name)
    secrets.keep(stored.id, scopeOf(target), toKept(target, keys))
    return this.#put(stored)
  }

  /** Throws `conflict`, with the server as it is now, where `version` is given and somebody changed it since. */
  async update(input: CommandInput<'toolServers.update'>): Promise<ToolServerView> {
    const { store, secrets } = this.#deps
    const { toolServerId, version, target: given, enabled, ...keys } = input
    const server = this.#find(toolServerId)
    const target = given ? await this.#found(given) : server.stored.target
    if (version !== undefined && version !== server.stored.version) throw this.#changed(server)
    const stored = {
      ...{ ...server.stored, target, enabled: enabled ?? server.stored.enabled },
      version: server.stored.version + 1,
    }
    if (!(await store.update(stored))) throw this.#changed(server)
    secrets.keep(toolServerId, scopeOf(target), toKept(target, keys))
    await server.become(stored)
    this.#told()
    return this.#view(server)
  }

  async remove(toolServerId: ToolServerId): Promise<void> {
    const server = this.#find(toolServerId)
    await this.#deps.store.remove(toolServerId, this.#deps.clock.now())
    this.#servers.delete(toolServerId)
    await server.close()
    this.#told()
  }

  async restore(toolServerId: ToolServerId): Promise<ToolServerView> {
    const stored = await this.#deps.store.restore(toolServerId)
    if (!stored) throw cannotComeBack()
    return this.#put(stored)
  }

  async restart(toolServerId: ToolServerId): Promise<ToolServerView> {
    const server = this.#find(toolServerId)
    if (!server.stored.enabled)
      throw new AppError('conflict', 'This tool server is off. Switch it on to start it.')
    await server.become(server.stored)
    return this.#view(server)
  }

  async test(input: CommandInput<'toolServers.test'>): Promise<CommandOutput<'toolServers.test'>> {
    const { testId, toolServerId, target: given, ...keys } = input
    const target = await this.#found(given)
    const { secrets } = this.#deps
    const asked = [toolServerId ?? null, scopeOf(target), toKept(target, keys)] as const
    return this.#tests.run(testId, target, {
      headers: target.kind === 'http' ? secrets.preview(...asked) : {},
      environment: target.kind === 'stdio' ? secrets.previewValues(...asked) : [],
    })
  }

  endTest(testId: string): void {
    this.#tests.cancel(testId)
  }

  #put(stored: StoredToolServer): ToolServerView {
    const server = this.#make(stored)
    this.#servers.set(stored.id, server)
    void server.become(stored)
    this.#told()
    return this.#view(server)
  }

  #make(stored: StoredToolServer): ToolServer {
    const { open, clock, limits, log, store } = this.#deps
    return new ToolServer(stored, {
      ...{ open, clock, limits, log },
      keysOf: (server) => this.#keysOf(server),
      onChanged: () => this.#told(),
      saveTold: ({ id, told }) => store.setTold(id, told),
    })
  }

  #keysOf({ id, target }: StoredToolServer): ToolServerKeys {
    const { secrets } = this.#deps
    return target.kind === 'stdio'
      ? { headers: {}, environment: secrets.valuesFor(id, scopeOf(target)) }
      : { headers: secrets.headersFor(id, scopeOf(target)), environment: [] }
  }

  async #found(target: ToolServerTarget): Promise<ToolServerTarget> {
    if (target.kind === 'http') return target
    return { ...target, command: await this.#deps.findProgram(target.command) }
  }

  #find(toolServerId: ToolServerId): ToolServer {
    const server = this.#servers.get(toolServerId)
    if (!server) throw new AppError('not_found', 'That tool server is not on the list any more.')
    return server
  }

  #told(): void {
    this.#deps.hub.publishOverview({ event: 'toolServers.changed' })
  }

  #changed(before: ToolServer): AppError {
    return new AppError(
      'conflict',
      'Somebody changed this tool server meanwhile. Look at it as it is now, then try again.',
      { current: this.#view(before) },
    )
  }

  #view(server: ToolServer): ToolServerView {
    const { id, name, target, enabled, version, told } = server.stored
    const { hasToken, headerNames } = this.#deps.secrets.describe(id, scopeOf(target))
    return {
      ...{ id, name, target, enabled, version, hasToken },
      secretNames: headerNames,
      state: server.state,
      error: server.failure?.error ?? null,
      lastWords: server.failure?.lastWords ?? null,
      ...{ info: told.info, leftOut: told.leftOut, readyAt: server.readyAt },
      tools: server.known.map(({ ownName: _ownName, ...tool }) => tool),
    }
  }
}

/** What secrets are kept for: another program, or another host, gets none of them. */
function scopeOf(target: ToolServerTarget): string {
  return target.kind === 'http' ? target.url : target.command
}

function toKept(target: ToolServerTarget, { token, headers, environment }: ToolServerSecrets) {
  return target.kind === 'http' ? { token, headers } : { headers: environment }
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is a tool server “${name}” already. Choose another name.`)
}

function cannotComeBack(): AppError {
  return new AppError(
    'not_found',
    'That tool server cannot be brought back. Another one may have its name now; add it anew.',
  )
}
