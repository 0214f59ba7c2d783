import { AppError } from '@shared/contract/app-error'
import { readerOf, useOf } from '../access/standing'
import type { AttachmentService } from '../attachments/attachment-service'
import type { BotService } from '../bots/bot-service'
import type { BinService } from '../bin/bin-service'
import type { EventHub } from '../events/event-hub'
import type { Caller, Identity } from '../events/viewer'
import type { FolderService } from '../folders/folder-service'
import type { HealthService } from '../health/health-service'
import type { HistoryService } from '../history/history-service'
import type { InstanceTable } from '../instances/instance-table'
import type { Launcher } from '../instances/launcher'
import type { OverviewService } from '../overview/overview-service'
import type { SearchService } from '../search/search-service'
import type { ReadService } from '../sessions/read-service'
import type { SessionService } from '../sessions/session-service'
import type { TitleMaker } from '../sessions/title-maker'
import type { TagService } from '../tags/tag-service'
import type { TurnConductor } from '../turns/turn-conductor'
import type { TurnService } from '../turns/turn-service'
import type { UpstreamService } from '../upstreams/upstream-service'
import type { CommandHandlers } from './command-router'
import { accessHandlers } from './access-handlers'
import type { AccessServices } from './access-handlers'
import { controllerHandlers } from './controller-handlers'
import type { ControllerServices } from './controller-handlers'
import { modelHandlers } from './model-handlers'
import type { ModelServices } from './model-handlers'
import { noteHandlers } from './note-handlers'
import type { NoteServices } from './note-handlers'
import { peopleHandlers } from './people-handlers'
import type { PeopleServices } from './people-handlers'
import { toolHandlers } from './tool-handlers'
import type { ToolServices } from './tool-handlers'
import { toolServerHandlers } from './tool-server-handlers'
import type { ToolServerServices } from './tool-server-handlers'
import { transferHandlers } from './transfer-handlers'
import type { TransferServices } from './transfer-handlers'
import { upstreamHandlers } from './upstream-handlers'

export interface Services
  extends
    ControllerServices,
    TransferServices,
    ModelServices,
    NoteServices,
    ToolServices,
    ToolServerServices,
    PeopleServices,
    AccessServices {
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
  readonly overview: OverviewService
  readonly reads: ReadService
  readonly search: SearchService
  readonly sessions: SessionService
  readonly titles: TitleMaker
  readonly tags: TagService
  readonly turns: TurnService
  readonly upstreams: UpstreamService
}

/** One line a command: the row of the table meets the service that does it. */
export function createCommandHandlers(services: Services): CommandHandlers {
  const {
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
    sessions,
    titles,
    tags,
    turns,
  } = services

  return {
    'overview.watch': async (_input, { viewer, caller, who }) =>
      overview.watch(viewer, signedIn(caller), who),
    'health.get': async () => health.get(),

    'bots.list': async (_input, { who }) => ({
      bots: bots.list().filter(({ id }) => useOf(who, id) !== 'none'),
    }),
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

    'sessions.list': async (input, { who }) => {
      const page = await sessions.list(input, readerOf(who))
      return { ...page, readMarks: await reads.marksOf(who.personId, page.sessions) }
    },
    'sessions.get': async ({ sessionId }) => ({ session: await sessions.get(sessionId) }),
    'sessions.create': async ({ botId }, { who }) => ({
      session: await sessions.create(botId, who.personId),
    }),
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
    'sessions.markRead': async (mark, { who }) => {
      await reads.mark(who.personId, mark)
      return {}
    },
    'sessions.organise': async (input, { who }) => ({
      sessions: await sessions.organise(input, who.personId),
    }),
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
    'sessions.fork': async (input, { who }) => ({
      session: await sessions.fork(input, who.personId),
    }),
    'sessions.watch': async ({ sessionId, afterSeq }, { viewer, caller }) =>
      turns.watch(sessionId, afterSeq, viewer, signedIn(caller)),
    'sessions.unwatch': async ({ sessionId }, { viewer }) => {
      hub.unwatchSession(sessionId, viewer)
      return {}
    },

    'folders.list': async (_input, { who }) => ({ folders: await folders.list(who.personId) }),
    'folders.create': async ({ name }, { who }) => ({
      folder: await folders.create(name, who.personId),
    }),
    'folders.rename': async (input, { who }) => ({
      folder: await folders.rename(input, who.personId),
    }),
    'folders.delete': async ({ folderId }, { who }) => {
      await folders.delete(folderId, who.personId)
      return {}
    },
    'folders.restore': async ({ folderId }, { who }) => ({
      folder: await folders.restore(folderId, who.personId),
    }),
    'tags.list': async (_input, { who }) => ({ tags: await tags.list(readerOf(who)) }),
    'tags.rename': async ({ tag, to }, { who }) => ({
      count: await tags.replace(tag, to, who.personId),
    }),
    'tags.remove': async ({ tag }, { who }) => ({
      count: await tags.replace(tag, null, who.personId),
    }),

    'bin.list': async (input, { who }) => bin.list(input, who.personId),
    'bin.purge': async ({ sessionIds }) => {
      await bin.purge(sessionIds)
      return {}
    },
    'bin.empty': async (_input, { who }) => {
      await bin.empty(who.personId)
      return {}
    },

    'messages.list': async (input) => {
      await sessions.get(input.sessionId)
      return history.page(input)
    },
    'messages.search': async (input, { viewer, who }) =>
      search.search(input, readerOf(who), viewer),
    'messages.find': async (input, { viewer }) => search.find(input, viewer),
    'messages.send': async (input, { caller, who }) => {
      limits.takeMessage(caller)
      return turns.send(input, readerOf(who))
    },

    'turns.stop': async ({ sessionId }) => ({ stopped: await turns.stop(sessionId) }),
    'turns.withdraw': async ({ sessionId, turnId }) => {
      const { text, details } = await turns.withdraw(sessionId, turnId)
      const { attachments = [], askedFormat: format } = details ?? {}
      return { text, attachments, ...(format && { format }) }
    },
    'turns.retry': async (input, { caller, who }) => {
      limits.takeMessage(caller)
      return { turnId: await turns.retry(input, who.personId) }
    },

    ...modelHandlers(services),
    ...upstreamHandlers(services),
    ...transferHandlers(services),
    ...noteHandlers(services),
    'attachments.limits': async () => services.attachments.limits,
    'attachments.get': async ({ hash }, { who }) => ({
      attachment: await services.attachments.get(hash, readerOf(who)),
    }),
    ...toolHandlers(services),
    ...peopleHandlers(services),
    ...toolServerHandlers(services),

    ...controllerHandlers(services),

    ...accessHandlers(services),
  }
}

/** Who asks for a row that is not public has come by something. */
function signedIn({ identity }: Caller): Identity {
  if (!identity) throw new AppError('unauthenticated', 'Sign in first.')
  return identity
}
