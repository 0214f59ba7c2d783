import { Closers } from '@main/closers'
import { composeAttachments } from '@main/compose-attachments'
import { composeEngines } from '@main/compose-engines'
import { composeModels } from '@main/compose-models'
import { composeOrganising } from '@main/compose-organising'
import { composePeople } from '@main/compose-people'
import { composePrograms } from '@main/compose-programs'
import { composeServer } from '@main/compose-server'
import { composeTools } from '@main/compose-tools'
import { composeTransfers } from '@main/compose-transfers'
import { composeTurns } from '@main/compose-turns'
import type { ComposeOptions, Controller } from '@main/controller'
import { writeSettingsFile } from '@main/config/settings-file'
import { readerOf } from '@main/core/access/standing'
import { BotService } from '@main/core/bots/bot-service'
import { createCommandHandlers } from '@main/core/commands/command-handlers'
import { CommandRouter } from '@main/core/commands/command-router'
import { EngineMonitor } from '@main/core/engines/engine-monitor'
import { createGuideAtFirstStart } from '@main/core/guide/create-guide'
import { HealthService } from '@main/core/health/health-service'
import { InstanceTable } from '@main/core/instances/instance-table'
import { LimitService } from '@main/core/limits/limit-service'
import { OverviewService } from '@main/core/overview/overview-service'
import { SearchService } from '@main/core/search/search-service'
import { ReadService } from '@main/core/sessions/read-service'
import { SessionService } from '@main/core/sessions/session-service'
import { SettingsService } from '@main/core/settings/settings-service'
import { CONTROLLER_CLOSED } from '@main/core/turns/turn-stops'
import { openSqliteStorage } from '@main/storage/sqlite/sqlite-storage'
import { VERSION } from '@main/version'

const MEGABYTE = 1_048_576

/** Builds everything that is not Electron. Read it down to build, up to take apart; a failure half-way takes it apart too. */
export async function compose(options: ComposeOptions): Promise<Controller> {
  const closers = new Closers(options.log)
  try {
    return await build(options, closers)
  } catch (error) {
    await closers.close()
    throw error
  }
}

async function build(
  {
    config,
    log,
    desktop,
    uiDirectory,
    engines: replaced,
    openStorage = openSqliteStorage,
  }: ComposeOptions,
  closers: Closers,
): Promise<Controller> {
  const now = Date.now
  const { dataDirectory } = config
  if (config.fileProblem !== null) log.warn(config.fileProblem)

  const storage = await openStorage({ dataDirectory, log: log.child('storage') })
  closers.add('storage', () => storage.close())
  await storage.turns.interruptRunning(now(), CONTROLLER_CLOSED)

  const ownersReadAll = () => settings.get().ownersReadAll.value
  const peopleParts = await composePeople({ storage, ownersReadAll, now }, closers)
  const { people, hub, sessionAccess, guard: accessGuard, access } = peopleParts
  const settings = new SettingsService({
    settings: config.settings,
    defaults: config.defaults,
    file: config.file,
    save: async (file) => {
      writeSettingsFile(dataDirectory, file)
    },
    hub,
    onEndpointChanged: () => void monitor.refresh('ollama'),
    onPrivacyChanged: () => {
      hub.rightsChanged()
      hub.publishOverview({ event: 'privacy.changed', ownersReadAll: ownersReadAll() })
    },
  })

  const limits = new LimitService({ settings, now })
  const { engines, host, guard, facts, loading, choice, upstreams } = composeEngines(
    {
      ...{ store: storage.upstreams, dataDirectory, settings, hub, replaced, log, now },
      ...{ bots: () => bots.list(), pins: storage.loadPins },
      onChanged: () => void monitor.refresh('ollama'),
      onRecovered: () => launcher.recover('ollama'),
    },
    closers,
  )
  const monitor = new EngineMonitor({
    engines,
    hub,
    onRecovered: (engine) => {
      launcher.recover(engine)
    },
  })
  closers.add('engine monitor', () => {
    monitor.close()
  })

  const bots = new BotService({
    store: storage.bots,
    hub,
    defaults: () => {
      const { modelName, temperature, maxTokens } = settings.get()
      return {
        modelName: modelName.value,
        temperature: temperature.value,
        maxTokens: maxTokens.value,
      }
    },
    needsModel: (engine) => engines.get(engine).needsModel,
    now,
  })
  const sessions = new SessionService({
    ...{ store: storage.sessions, access: sessionAccess, bots, hub, now },
  })
  closers.add('sessions', () => {
    sessions.close()
  })
  const instances = new InstanceTable(hub, now)
  closers.add('instances', () => {
    instances.close()
  })
  const attachments = composeAttachments(
    {
      ...{ storage, dataDirectory, log, now },
      maxBytes: () => limits.valueOf('maxPictureMb') * MEGABYTE,
    },
    closers,
  )
  const search = new SearchService({ store: storage.search, bots, now })
  const takesTools = async (model: string) =>
    (await facts.factsOf(model))?.capabilities?.includes('tools') ?? false
  const programs = composePrograms({ dataDirectory, settings, people, hub, log, now })
  const toolParts = composeTools(
    {
      ...{ storage, dataDirectory, settings, people, sessions, bots, search, programs },
      ...{ takesTools, hub, log, now },
    },
    closers,
  )
  const { toolLoop, programTurn, approvals } = toolParts
  const turnParts = composeTurns(
    {
      ...{ storage, settings, engines, guard, facts, attachments, loading, monitor, bots },
      ...{ sessions, people, sessionAccess, instances, hub, log, now },
      ...{ tools: toolLoop, programTurn, approvals },
      maxQueued: () => limits.valueOf('maxQueued'),
    },
    closers,
  )
  const { conductor, launcher, titles } = turnParts
  const organising = composeOrganising(
    { storage, sessions, sessionAccess, hub, conductor, settings, log, now },
    closers,
  )
  const modelParts = composeModels(
    {
      ...{ engines, host, guard, upstreams: choice, monitor, bots, instances, launcher, hub, now },
    },
    closers,
  )
  const transfers = composeTransfers(
    {
      ...{ storage, dataDirectory, bots, sessions, hub, log, now },
      maxImportBytes: () => limits.valueOf('maxImportMb') * MEGABYTE,
      folders: organising.folders,
    },
    closers,
  )
  const { http, server, probes } = composeServer(
    {
      ...{ config, settings, access, limits, hub, attachments, uiDirectory, log },
      ...transfers,
      router: { dispatch: (name, input, caller) => router.dispatch(name, input, caller) },
    },
    closers,
  )
  const health = new HealthService({ storage, monitor, version: VERSION, now })
  const reads = new ReadService({ store: storage.reads, hub })
  const overview = new OverviewService({
    ...{
      bots,
      people,
      ownersReadAll,
      instances,
      sessions,
      reads,
      titles,
      monitor,
      server,
      hub,
      now,
    },
    folders: organising.folders,
    pulls: modelParts.pulls,
    limits,
    version: VERSION,
    desktop: desktop !== null,
  })
  const router = new CommandRouter(
    createCommandHandlers({
      ...{ access, people, attachments, bots, health, hub, instances, limits, loading, overview },
      ...{ probes, reads, search, server, sessions, settings, upstreams },
      ...{ ...turnParts, ...toolParts, ...transfers, ...modelParts, ...organising },
      openInBrowser: desktop && ((url) => desktop.openExternal(url)),
    }),
    { people, guard: accessGuard },
  )
  closers.add('http', () => http.close())

  await createGuideAtFirstStart(storage.bots, bots, sessions)
  await upstreams.load()
  await programs.load()
  await toolParts.toolServers.load()
  const stored = await bots.load()
  await loading.start()
  await conductor.waiting.load(
    storage.turns,
    stored.map(({ bot }) => bot.id),
  )
  for (const { bot, launched } of stored) if (launched) launcher.relaunch(bot)
  organising.bin.start()
  attachments.start()
  monitor.start()
  await server.start()
  storage.search.prepare()
  const ownerReader = () => readerOf(people.first())
  return {
    router,
    hub,
    server,
    access,
    ownerReader,
    ...transfers,
    attachments,
    close: () => closers.close(),
  }
}
