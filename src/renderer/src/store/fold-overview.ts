import type { OverviewEvent } from '@shared/contract/events'
import type { Bot } from '@shared/model/bot'
import type { Overview } from '@shared/model/controller'
import type { BotId } from '@shared/model/ids'
import type { Pull } from '@shared/model/model'
import { pullKey } from '../features/models/pull-key'
import { withRead } from '../features/sessions/read-marks'
import type { AppState } from './app-store'

/** What the overview and its events tell, as it stands in the store. */
export type OverviewData = Pick<
  AppState,
  | 'bots'
  | 'botIds'
  | 'instances'
  | 'sessions'
  | 'sessionLists'
  | 'naming'
  | 'readMarks'
  | 'folders'
  | 'binVersion'
  | 'engines'
  | 'server'
  | 'settingsVersion'
  | 'accessVersion'
  | 'upstreamsVersion'
  | 'toolServersVersion'
  | 'pulls'
  | 'modelsVersion'
  | 'exports'
  | 'imports'
>

/** The oldest bot first, so that a bot keeps its place and its Alt+digit. */
function inOrder(bots: Readonly<Record<BotId, Bot>>): readonly BotId[] {
  return Object.values(bots)
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .map((bot) => bot.id)
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
}

function withoutAll<T>(
  record: Readonly<Record<string, T>>,
  keys: readonly string[],
): Readonly<Record<string, T>> {
  const gone = new Set(keys)
  return Object.fromEntries(Object.entries(record).filter(([name]) => !gone.has(name)))
}

function byKey<T>(items: readonly T[], keyOf: (item: T) => string): Readonly<Record<string, T>> {
  return Object.fromEntries(items.map((item) => [keyOf(item), item]))
}

function pullKeyOf({ name, upstream }: Pick<Pull, 'name' | 'upstream'>): string {
  return pullKey(name, upstream?.id)
}

/** A fresh overview replaces what was known: what vanished while nobody listened is gone here too. */
export function withOverview(state: AppState, overview: Overview, now: number): Partial<AppState> {
  const bots = byKey(overview.bots, (bot) => bot.id)
  return {
    bots,
    botIds: inOrder(bots),
    instances: byKey(overview.instances, (instance) => instance.botId),
    sessions: byKey(overview.sessions, (session) => session.id),
    sessionLists: {},
    naming: overview.naming,
    readMarks: withRead(state.readMarks, overview.readMarks),
    folders: byKey(overview.folders, (folder) => folder.id),
    engines: byKey(overview.engines, (engine) => engine.engine),
    pulls: byKey(overview.pulls, pullKeyOf),
    modelsVersion: state.modelsVersion + 1,
    server: overview.server,
    role: overview.role,
    desktop: overview.desktop,
    maxQueued: overview.maxQueued,
    version: overview.version,
    updated: state.updated || (state.version !== null && state.version !== overview.version),
    clockOffsetMs: overview.now - now,
    overviewStatus: 'ready',
    overviewError: null,
  }
}

function withBot(data: OverviewData, bot: Bot): Partial<AppState> {
  const bots = { ...data.bots, [bot.id]: bot }
  return { bots, botIds: inOrder(bots) }
}

function withoutBot(data: OverviewData, botId: BotId): Partial<AppState> {
  const sessions = Object.values(data.sessions).filter((session) => session.botId !== botId)
  return {
    bots: without(data.bots, botId),
    botIds: data.botIds.filter((id) => id !== botId),
    instances: without(data.instances, botId),
    sessions: byKey(sessions, (session) => session.id),
    sessionLists: without(data.sessionLists, botId),
  }
}

type CommonEvent = Extract<
  OverviewEvent,
  {
    readonly event: `${'engine' | 'server' | 'settings' | 'upstreams' | 'toolServers' | 'access' | 'pull' | 'models' | 'folder'}.${string}`
  }
>

function isCommon(event: OverviewEvent): event is CommonEvent {
  return /^(?:engine|server|settings|upstreams|toolServers|access|pull|models|folder)\./.test(
    event.event,
  )
}

/** Folds one fact into what is known. */
export function withOverviewEvent(data: OverviewData, event: OverviewEvent): Partial<AppState> {
  if (isCommon(event)) return withCommonEvent(data, event)
  if (isAside(event)) return withAsideEvent(data, event)
  switch (event.event) {
    case 'bot.changed':
      return withBot(data, event.bot)
    case 'bot.deleted':
      return withoutBot(data, event.botId)
    case 'instance.changed':
      return { instances: { ...data.instances, [event.instance.botId]: event.instance } }
    case 'sessions.changed':
      return { sessions: { ...data.sessions, ...byKey(event.sessions, (session) => session.id) } }
    case 'sessions.deleted':
      return {
        sessions: withoutAll(data.sessions, event.sessionIds),
        binVersion: data.binVersion + 1,
      }
  }
}

type AsideEvent = Extract<
  OverviewEvent,
  {
    readonly event:
      'bin.changed' | 'sessions.naming' | 'session.read' | `${'export' | 'import'}.changed`
  }
>

function isAside(event: OverviewEvent): event is AsideEvent {
  return /^(?:bin|export|import)\.changed|^sessions\.naming|^session\.read/.test(event.event)
}

/** What goes on beside bots and sessions. */
function withAsideEvent(data: OverviewData, event: AsideEvent): Partial<AppState> {
  switch (event.event) {
    case 'export.changed':
      return { exports: { ...data.exports, [event.export.id]: event.export } }
    case 'import.changed':
      return { imports: { ...data.imports, [event.import.id]: event.import } }
    case 'bin.changed':
      return { binVersion: data.binVersion + 1 }
    case 'sessions.naming':
      return { naming: event.sessionIds }
    case 'session.read':
      return { readMarks: withRead(data.readMarks, [event.mark]) }
  }
}

type ReadAnewEvent = Extract<
  CommonEvent,
  { readonly event: `${'models' | 'settings' | 'upstreams' | 'toolServers' | 'access'}.changed` }
>

function isReadAnew(event: CommonEvent): event is ReadAnewEvent {
  return /^(?:models|settings|upstreams|toolServers|access)\./.test(event.event)
}

/** What is read anew by who shows it. */
function withReadAnew(data: OverviewData, { event }: ReadAnewEvent): Partial<AppState> {
  switch (event) {
    case 'models.changed':
      return { modelsVersion: data.modelsVersion + 1 }
    case 'settings.changed':
      return { settingsVersion: data.settingsVersion + 1 }
    case 'upstreams.changed':
      return { upstreamsVersion: data.upstreamsVersion + 1 }
    case 'toolServers.changed':
      return { toolServersVersion: data.toolServersVersion + 1 }
    case 'access.changed':
      return { accessVersion: data.accessVersion + 1 }
  }
}

/** What is not about one bot or session. */
function withCommonEvent(data: OverviewData, event: CommonEvent): Partial<AppState> {
  if (isReadAnew(event)) return withReadAnew(data, event)
  switch (event.event) {
    case 'engine.changed':
      return { engines: { ...data.engines, [event.engine.engine]: event.engine } }
    case 'folder.changed':
      return { folders: { ...data.folders, [event.folder.id]: event.folder } }
    case 'folder.deleted':
      return { folders: without(data.folders, event.folderId) }
    case 'server.changed':
      return { server: event.server }
    case 'pull.changed':
      return { pulls: { ...data.pulls, [pullKeyOf(event.pull)]: event.pull } }
    case 'pull.removed':
      return { pulls: without(data.pulls, pullKeyOf(event)) }
  }
}
