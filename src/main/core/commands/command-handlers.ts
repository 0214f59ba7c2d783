import { AppError } from '@shared/contract/app-error'
import type { AccessService } from '../access/access-service'
import type { AttachmentService } from '../attachments/attachment-service'
import type { BotService } from '../bots/bot-service'
import type { BinService } from '../bin/bin-service'
import type { EventHub } from '../events/event-hub'
import type { FolderService } from '../folders/folder-service'
import type { HealthService } from '../health/health-service'
import type { HistoryService } from '../history/history-service'
import type { InstanceTable } from '../instances/instance-table'
import type { Launcher } from '../instances/launcher'
import type { LimitService } from '../limits/limit-service'
import type { OverviewService } from '../overview/overview-service'
import type { ServerControl } from '../server/server-control'
import type { SearchService } from '../search/search-service'
import { readerOf } from '../sessions/read-service'
import type { ReadService } from '../sessions/read-service'
import type { SessionService } from '../sessions/session-service'
import type { TitleMaker } from '../sessions/title-maker'
import type { SettingsService } from '../settings/settings-service'
import type { TagService } from '../tags/tag-service'
import type { TurnConductor } from '../turns/turn-conductor'
import type { TurnService } from '../turns/turn-service'
import type { UpstreamService } from '../upstreams/upstream-service'
import type { CommandHandlers } from './command-router'
import { modelHandlers } from './model-handlers'
import type { ModelServices } from './model-handlers'
import { noteHandlers } from './note-handlers'
import type { NoteServices } from './note-handlers'
import { toolHandlers } from './tool-handlers'
import type { ToolServices } from './tool-handlers'
import { toolServerHandlers } from './tool-server-handlers'
import type { ToolServerServices } from './tool-server-handlers'
import { transferHandlers } from './transfer-handlers'
import type { TransferServices } from './transfer-handlers'
import { upstreamHandlers } from './upstream-handlers'

export interface Services
  extends TransferServices, ModelServices, NoteServices, ToolServices, ToolServerServices {
  readonly access: AccessService
  readonly attachments: AttachmentService
  readonly bin: BinService
  readonly bots: BotService
  readonly conductor: TurnConductor
  readonly folders: FolderService
  readonly health: HealthService
  readonly history: HistoryService
  readonly hub: EventHub
  readonly instances: InstanceTable
  readonly launcher: Launcher
  readonly limits: LimitService
  readonly overview: OverviewService
  readonly reads: ReadService
  readonly search: SearchService
  readonly server: ServerControl
  readonly sessions: SessionService
  readonly settings: SettingsService
  readonly titles: TitleMaker
  readonly tags: TagService
  readonly turns: TurnService
  readonly upstreams: UpstreamService
  /** Opens a page in the browser of the machine this runs on; null without a desktop. */
  readonly openInBrowser: ((url: string) => Promise<void>) | null
}

/** One line a command: the row of the table meets the service that does it. */
export function createCommandHandlers(services: Services): CommandHandlers {
  const {
    access,
    bin,
    bots,
    folders,
    health,
    history,
    hub,
    instances,
    launcher,
    limits,
    overview,
    reads,
    search,
    server,
    sessions,
    settings,
    titles,
    tags,
    turns,
  } = services

  const createLink = async (): Promise<{ url: string; expiresAt: number }> => {
    const address = server.requireAddress()
    const { code, expiresAt } = await access.createLink('owner')
    return { url: `${address}/#sign-in=${code}`, expiresAt }
  }

  return {
    'overview.watch': async (_input, caller) => overview.watch(caller),
    'health.get': async () => health.get(),

    'bots.list': async () => ({ bots: bots.list() }),
    'bots.get': async ({ botId }) => ({ bot: bots.get(botId) }),
    'bots.suggestId': async () => ({ botId: await bots.suggestId() }),
    'bots.create': async (input) => ({ bot: await bots.create(input) }),
    'bots.update': async (input) => {
      const { before, bot } = await bots.update(input)
      if (before.engine !== bot.engine || before.model !== bot.model)
        await launcher.reload(before, bot)
      return { bot }
    },
    'bots.duplicate': async ({ botId }) => ({ bot: await bots.duplicate(botId) }),
    'bots.delete': async ({ botId }) => {
      await launcher.stopIfLaunched(botId)
      await bots.delete(botId)
      return {}
    },
    'bots.restore': async ({ botId }) => ({ bot: await bots.restore(botId) }),
    'bots.launch': async ({ botId }) => ({ instance: await launcher.launch(botId) }),
    'bots.stop': async ({ botId }) => ({ instance: await launcher.stop(botId) }),
    'bots.status': async ({ botId }) => ({ instance: instances.get(bots.get(botId).id) }),

    'sessions.list': async (input, { identity }) => {
      const page = await sessions.list(input)
      return { ...page, readMarks: await reads.marksOf(identity, page.sessions) }
    },
    'sessions.get': async ({ sessionId }) => ({ session: await sessions.get(sessionId) }),
    'sessions.create': async ({ botId }) => ({ session: await sessions.create(botId) }),
    'sessions.rename': async (input) => ({ session: await sessions.rename(input) }),
    'sessions.delete': async ({ sessionId }) => {
      // Deleted first, so that ending its reply does not begin the next one that waits.
      await sessions.delete(sessionId)
      await turns.stopSession(sessionId)
      return {}
    },
    'sessions.restore': async ({ sessionId }) => {
      const session = await sessions.restore(sessionId)
      await services.conductor.resumeQueues(session.botId)
      return { session }
    },
    'sessions.suggestTitle': async ({ sessionId }) => ({
      session: await titles.suggest(sessionId),
    }),
    'sessions.stopNaming': async ({ sessionId }) => ({ stopped: titles.stop(sessionId) }),
    'sessions.markRead': async (mark, { identity }) => {
      await reads.mark(identity, mark)
      return {}
    },
    'sessions.organise': async (input) => ({ sessions: await sessions.organise(input) }),
    'sessions.deleteMany': async ({ sessionIds }) => {
      const deleted = await sessions.deleteMany(sessionIds)
      await Promise.all(deleted.map((sessionId) => turns.stopSession(sessionId)))
      return { sessionIds: deleted }
    },
    'sessions.restoreMany': async ({ sessionIds }) => {
      const restored = await sessions.restoreMany(sessionIds)
      for (const botId of new Set(restored.map((session) => session.botId)))
        await services.conductor.resumeQueues(botId)
      return { sessions: restored }
    },
    'sessions.switchBranch': async (input) => ({ session: await turns.switchBranch(input) }),
    'sessions.fork': async (input) => ({ session: await sessions.fork(input) }),
    'sessions.watch': async ({ sessionId, afterSeq }, { viewer }) =>
      turns.watch(sessionId, afterSeq, viewer),
    'sessions.unwatch': async ({ sessionId }, { viewer }) => {
      hub.unwatchSession(sessionId, viewer)
      return {}
    },

    'folders.list': async () => ({ folders: await folders.list() }),
    'folders.create': async ({ name }) => ({ folder: await folders.create(name) }),
    'folders.rename': async (input) => ({ folder: await folders.rename(input) }),
    'folders.delete': async ({ folderId }) => {
      await folders.delete(folderId)
      return {}
    },
    'folders.restore': async ({ folderId }) => ({ folder: await folders.restore(folderId) }),
    'tags.list': async () => ({ tags: await tags.list() }),
    'tags.rename': async ({ tag, to }) => ({ count: await tags.replace(tag, to) }),
    'tags.remove': async ({ tag }) => ({ count: await tags.replace(tag, null) }),

    'bin.list': async (input) => bin.list(input),
    'bin.purge': async ({ sessionIds }) => {
      await bin.purge(sessionIds)
      return {}
    },
    'bin.empty': async () => {
      await bin.empty()
      return {}
    },

    'messages.list': async (input) => {
      await sessions.get(input.sessionId)
      return history.page(input)
    },
    'messages.search': async (input, { viewer }) => search.search(input, viewer),
    'messages.find': async (input, { viewer }) => search.find(input, viewer),
    'messages.send': async (input, caller) => {
      limits.takeMessage(caller)
      return turns.send(input, readerOf(caller.identity))
    },

    'turns.stop': async ({ sessionId }) => ({ stopped: await turns.stop(sessionId) }),
    'turns.withdraw': async ({ sessionId, turnId }) => {
      const { text, details } = await turns.withdraw(sessionId, turnId)
      const { attachments = [], askedFormat: format } = details ?? {}
      return { text, attachments, ...(format && { format }) }
    },
    'turns.retry': async (input, caller) => {
      limits.takeMessage(caller)
      return { turnId: await turns.retry(input, readerOf(caller.identity)) }
    },

    ...modelHandlers(services),
    ...upstreamHandlers(services),
    ...transferHandlers(services),
    ...noteHandlers(services),
    'attachments.limits': async () => services.attachments.limits,
    'attachments.get': async ({ hash }) => ({ attachment: await services.attachments.get(hash) }),
    ...toolHandlers(services),
    ...toolServerHandlers(services),

    'settings.get': async () => ({ settings: settings.shown() }),
    'limits.get': async () => limits.overview(),
    'settings.update': async (changes) => ({ settings: await settings.update(changes) }),
    'server.listen': async ({ port }) => ({ server: await server.listen(port) }),

    'access.signIn': async ({ token }, caller) => {
      const identity = await access.identifyToken(token)
      if (!identity) {
        if (caller.from) limits.refuseToken(caller.from.network)
        throw new AppError(
          'unauthenticated',
          'This token is not known. Make a new one in Settings.',
        )
      }
      caller.signIn(identity)
      return { role: identity.role }
    },
    'access.createLink': createLink,
    'access.openInBrowser': async () => {
      if (!services.openInBrowser)
        throw new AppError(
          'conflict',
          'This controller runs without a desktop. Use a sign-in link.',
        )
      await services.openInBrowser((await createLink()).url)
      return {}
    },
    'access.listDevices': async () => ({ devices: await access.listDevices() }),
    'access.revokeDevice': async ({ deviceId }) => {
      await access.revokeDevice(deviceId)
      return {}
    },
    'access.listTokens': async () => ({ tokens: await access.listTokens() }),
    'access.createToken': async ({ name, role }) => access.createToken(name, role),
    'access.revokeToken': async ({ tokenId }) => {
      await access.revokeToken(tokenId)
      return {}
    },
  }
}
