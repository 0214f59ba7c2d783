import type { Overview } from '@shared/model/controller'
import { AppError } from '@shared/contract/app-error'
import type { BotService } from '../bots/bot-service'
import type { EngineMonitor } from '../engines/engine-monitor'
import type { EventHub } from '../events/event-hub'
import type { Caller } from '../events/viewer'
import type { FolderService } from '../folders/folder-service'
import type { InstanceTable } from '../instances/instance-table'
import type { LimitService } from '../limits/limit-service'
import type { PullService } from '../models/pull-service'
import type { ServerControl } from '../server/server-control'
import { readerOf } from '../sessions/read-service'
import type { ReadService } from '../sessions/read-service'
import type { SessionService } from '../sessions/session-service'
import type { TitleMaker } from '../sessions/title-maker'

const FIRST_SESSIONS = 100
const MOST_PINNED = 1_000

export interface OverviewServiceDeps {
  readonly bots: BotService
  readonly instances: InstanceTable
  readonly sessions: SessionService
  readonly reads: Pick<ReadService, 'marksOf'>
  readonly titles: Pick<TitleMaker, 'naming'>
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

  /** From here on the caller gets every overview event; one that repeats what the answer holds is harmless. */
  async watch({ viewer, identity }: Caller): Promise<Overview> {
    const {
      reads,
      titles,
      bots,
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
    if (!identity) throw new AppError('unauthenticated', 'Sign in first.')
    hub.watchOverview(viewer, readerOf(identity))
    const [recent, pinned, allFolders] = await Promise.all([
      sessions.list({ limit: FIRST_SESSIONS }),
      sessions.list({ pinned: true, limit: MOST_PINNED }),
      folders.list(),
    ])
    const isRecent = new Set(recent.sessions.map(({ id }) => id))
    const all = bots.list()
    return {
      version,
      desktop,
      role: identity.role,
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
      readMarks: await reads.marksOf(identity, recent.sessions),
      naming: titles.naming,
    }
  }
}
