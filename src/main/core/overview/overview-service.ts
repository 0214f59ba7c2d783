import type { Overview } from '@shared/model/controller'
import type { PeopleService } from '../access/people-service'
import { readerOf, useOf } from '../access/standing'
import type { Standing } from '../access/standing'
import { personFor } from '../access/who-watches'
import type { BotService } from '../bots/bot-service'
import type { EngineMonitor } from '../engines/engine-monitor'
import type { EventHub } from '../events/event-hub'
import type { Identity, Viewer } from '../events/viewer'
import type { FolderService } from '../folders/folder-service'
import type { InstanceTable } from '../instances/instance-table'
import type { LimitService } from '../limits/limit-service'
import type { PullService } from '../models/pull-service'
import type { ServerControl } from '../server/server-control'
import type { ReadService } from '../sessions/read-service'
import type { SessionService } from '../sessions/session-service'
import type { TitleMaker } from '../sessions/title-maker'

const FIRST_SESSIONS = 100
const MOST_PINNED = 1_000

export interface OverviewServiceDeps {
  readonly bots: BotService
  readonly people: Pick<PeopleService, 'list'>
  readonly ownersReadAll: () => boolean
  readonly instances: InstanceTable
  readonly sessions: SessionService
  readonly reads: Pick<ReadService, 'marksOf'>
  readonly titles: Pick<TitleMaker, 'namingFor'>
  readonly folders: FolderService
  readonly monitor: EngineMonitor
  readonly server: ServerControl
  readonly pulls: Pick<PullService, 'list'>
  readonly limits: Pick<LimitService, 'valueOf'>
  readonly hub: Pick<EventHub, 'watchOverview'>
  readonly version: string
  readonly desktop: boolean
  readonly now: () => number
}

/** Everything but conversations, for a window that opens. */
export class OverviewService {
  readonly #deps: OverviewServiceDeps

  constructor(deps: OverviewServiceDeps) {
    this.#deps = deps
  }

  /** From here on the viewer gets every overview event; one that repeats what the answer holds is harmless. */
  async watch(viewer: Viewer, identity: Identity, who: Standing): Promise<Overview> {
    const {
      reads,
      titles,
      bots,
      people,
      ownersReadAll,
      instances,
      sessions,
      folders,
      monitor,
      server,
      pulls,
      hub,
      version,
      desktop,
      now,
    } = this.#deps
    hub.watchOverview(viewer, identity)
    const reader = readerOf(who)
    const [recent, pinned, allFolders] = await Promise.all([
      sessions.list({ limit: FIRST_SESSIONS }, reader),
      sessions.list({ pinned: true, limit: MOST_PINNED }, reader),
      folders.list(who.personId),
    ])
    const isRecent = new Set(recent.sessions.map(({ id }) => id))
    const all = bots.list().filter(({ id }) => useOf(who, id) !== 'none')
    return {
      version,
      desktop,
      role: who.role,
      personId: who.personId,
      people: people.list().map((person) => personFor(person, who)),
      ownersReadAll: ownersReadAll(),
      maxQueued: this.#deps.limits.valueOf('maxQueued'),
      now: now(),
      server: server.status,
      engines: monitor.statuses(),
      bots: all,
      instances: all.map(({ id }) => instances.get(id)),
      folders: allFolders,
      sessions: [...recent.sessions, ...pinned.sessions.filter(({ id }) => !isRecent.has(id))],
      hasMoreSessions: recent.hasMore,
      pulls: pulls.list(),
      readMarks: await reads.marksOf(who.personId, recent.sessions),
      naming: titles.namingFor(who),
    }
  }
}
