import { AppError } from '@shared/contract/app-error'
import type { Pull } from '@shared/model/model'
import { upstreamKey } from '../upstreams/upstream-choice'
import type { UpstreamId } from '@shared/model/upstream-name'
import { Coalescer } from '../events/coalescer'
import type { EventHub } from '../events/event-hub'
import type { UpstreamChoice } from '../upstreams/upstream-choice'
import type { CloudGuard } from './cloud-guard'
import type { ModelHost } from './model-host'
import { PullJob } from './pull-job'
import { requirePullable } from './require-pullable'

/** Ollama tells sixteen lines a second; people see at most five. */
const CHANGES_WINDOW_MS = 200
/** So many that ended without their model are kept to be looked at. */
const MOST_ENDED = 20

export interface PullServiceDeps {
  readonly host: Pick<ModelHost, 'pull' | 'freeBytes'>
  readonly guard: Pick<CloudGuard, 'requireAllowedName'>
  readonly upstreams: Pick<UpstreamChoice, 'nameOf'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly now: () => number
  readonly stallAfterMs?: number
}

interface Entry {
  job: PullJob
  pull: Pull
}

/** The downloads of models: one for each name and server, however many ask and watch, and whoever goes away meanwhile. */
export class PullService {
  readonly #deps: PullServiceDeps
  readonly #entries = new Map<string, Entry>()
  readonly #changes: Coalescer<string, Pull>

  constructor(deps: PullServiceDeps) {
    this.#deps = deps
    this.#changes = new Coalescer(CHANGES_WINDOW_MS, (pull) => {
      deps.hub.publishOverview({ event: 'pull.changed', pull })
    })
  }

  list(): Pull[] {
    return [...this.#entries.values()].map(({ pull }) => pull)
  }

  /** Begins a pull, joins the one of that name, or goes on with one that was cancelled or failed. */
  start(name: string, upstreamId?: UpstreamId): { readonly pull: Pull; readonly joined: boolean } {
    requirePullable(name)
    this.#deps.guard.requireAllowedName(name)
    const upstream = this.#deps.upstreams.nameOf(upstreamId) ?? undefined
    const key = upstreamKey(name, upstreamId)
    const before = this.#entries.get(key)
    if (before?.pull.state === 'running') return { pull: before.pull, joined: true }
    const job = new PullJob(name, before?.pull, {
      ...this.#deps,
      upstream,
      onChange: (pull) => this.#changed(key, job, pull),
    })
    this.#entries.set(key, { job, pull: job.pull })
    job.start()
    this.#changed(key, job, job.pull)
    return { pull: job.pull, joined: false }
  }

  /** Ends a running one; takes an ended one off the list. Throws `not_found`. */
  async cancel(name: string, upstreamId?: UpstreamId): Promise<void> {
    const key = upstreamKey(name, upstreamId)
    const entry = this.#entries.get(key)
    if (!entry) throw new AppError('not_found', `${name} is not being pulled.`)
    if (entry.pull.state === 'running') await entry.job.cancel()
    else this.#remove(key, false)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ job }) => job.cancel()))
    this.#changes.close()
  }

  #changed(key: string, job: PullJob, pull: Pull): void {
    const entry = this.#entries.get(key)
    if (entry?.job !== job) return
    entry.pull = pull
    if (pull.state === 'done') {
      this.#remove(key, true)
      this.#deps.hub.publishOverview({ event: 'models.changed' })
      return
    }
    this.#changes.push(key, pull)
    if (pull.state !== 'running') this.#forgetOldest()
  }

  #remove(key: string, done: boolean): void {
    const pull = this.#entries.get(key)?.pull
    if (!pull) return
    const { name, upstream } = pull
    this.#entries.delete(key)
    // What still waits to be told is about something that is off the list.
    this.#changes.cancel(key)
    this.#deps.hub.publishOverview({ event: 'pull.removed', name, upstream, done })
  }

  #forgetOldest(): void {
    const ended = [...this.#entries].filter(([, { pull }]) => pull.state !== 'running')
    for (const [key] of ended.slice(0, -MOST_ENDED)) this.#remove(key, false)
  }
}
