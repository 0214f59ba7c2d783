import { toWireError } from '@shared/contract/app-error'
import type { WireError } from '@shared/contract/errors'
import type { Pull } from '@shared/model/model'
import type { UpstreamName } from '@shared/model/upstream-name'
import type { ModelHost, PullLine } from './model-host'
import { completedOf, missingOf, NO_PROGRESS, totalOf, withLine } from './pull-progress'
import type { PullProgress } from './pull-progress'
import { notEnoughRoom } from './not-enough-room'
import { SpeedMeter } from './speed-meter'

/** Ollama repeats unchanged lines for about a minute when a registry dies (capture 63); people learn of it sooner. */
export const STALL_AFTER_MS = 10_000
/** How often it is looked whether something still comes, and speed and time left are told anew. */
const LOOK_MS = 1_000

export interface PullJobDeps {
  readonly host: Pick<ModelHost, 'pull' | 'freeBytes'>
  /** The server it comes to, where there are several. */
  readonly upstream?: UpstreamName | undefined
  readonly onChange: (pull: Pull) => void
  readonly now: () => number
  readonly stallAfterMs?: number
}

/** One download, from the asking to its end, whoever watches. */
export class PullJob {
  readonly #name: string
  readonly #deps: PullJobDeps
  readonly #abort = new AbortController()
  readonly #startedAt: number
  readonly #speed = new SpeedMeter()
  #progress: PullProgress
  #state: Pull['state'] = 'running'
  #endedAt: number | null = null
  #error: WireError | null = null
  /** When a byte last came. */
  #heardAt: number
  /** How much was missing when the room for it was last checked. */
  #checkedLayers = 0
  #settled: Promise<void> = Promise.resolve()

  /** `before`: what an earlier try had come to, so that the bar goes on where it stood. */
  constructor(name: string, before: Pull | undefined, deps: PullJobDeps) {
    this.#name = name
    this.#deps = deps
    this.#startedAt = deps.now()
    this.#heardAt = this.#startedAt
    this.#progress = before
      ? { ...NO_PROGRESS, layers: before.layers, fraction: before.fraction }
      : NO_PROGRESS
  }

  start(): void {
    this.#settled = this.#run()
  }

  /** Closes the connection to Ollama, which keeps what has come; resolves once the job has ended. */
  async cancel(): Promise<void> {
    this.#abort.abort(new Error('the pull was cancelled'))
    await this.#settled
  }

  get pull(): Pull {
    const now = this.#deps.now()
    const running = this.#state === 'running'
    const downloading = running && this.#progress.phase === 'downloading'
    const bytesPerSecond = downloading ? this.#speed.perSecond(now) : null
    return {
      name: this.#name,
      ...(this.#deps.upstream && { upstream: this.#deps.upstream }),
      state: this.#state,
      phase: this.#progress.phase,
      fraction: this.#state === 'done' ? 1 : this.#progress.fraction,
      completed: completedOf(this.#progress),
      total: totalOf(this.#progress),
      layers: [...this.#progress.layers],
      bytesPerSecond,
      secondsLeft:
        bytesPerSecond === null || bytesPerSecond === 0
          ? null
          : missingOf(this.#progress) / bytesPerSecond,
      stalledSince: running && this.#isStalled(now) ? this.#heardAt : null,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      error: this.#error,
    }
  }

  async #run(): Promise<void> {
    const looking = setInterval(() => this.#deps.onChange(this.pull), LOOK_MS)
    looking.unref()
    try {
      const { host, upstream } = this.#deps
      for await (const line of host.pull(this.#name, this.#abort.signal, upstream?.id))
        await this.#take(line)
      this.#end('done', null)
    } catch (error) {
      if (this.#abort.signal.aborted) this.#end('cancelled', null)
      else this.#end('failed', toWireError(error))
    } finally {
      clearInterval(looking)
      this.#deps.onChange(this.pull)
    }
  }

  async #take(line: PullLine): Promise<void> {
    const before = this.#progress
    const { progress, arrived } = withLine(before, line)
    this.#progress = progress
    const now = this.#deps.now()
    if (progress.phase === 'downloading') this.#speed.add(arrived, now)
    if (
      arrived > 0 ||
      progress.phase !== before.phase ||
      progress.layers.length > before.layers.length
    )
      this.#heardAt = now
    this.#deps.onChange(this.pull)
    await this.#requireRoom()
  }

  /** How much is to come is only known layer by layer, so it is looked at each time one becomes known. */
  async #requireRoom(): Promise<void> {
    const known = Object.keys(this.#progress.told).length
    if (known === this.#checkedLayers || this.#progress.phase !== 'downloading') return
    this.#checkedLayers = known
    const missing = missingOf(this.#progress)
    if (missing === 0) return
    const free = await this.#deps.host.freeBytes(this.#deps.upstream?.id)
    if (free !== null && free < missing) throw notEnoughRoom(this.#name, missing, free)
  }

  /** Checking a large model takes minutes in which Ollama says nothing: that is no stall. */
  #isStalled(now: number): boolean {
    if (this.#progress.phase === 'checking') return false
    return now - this.#heardAt >= (this.#deps.stallAfterMs ?? STALL_AFTER_MS)
  }

  #end(state: Pull['state'], error: WireError | null): void {
    this.#state = state
    this.#error = error
    this.#endedAt = this.#deps.now()
  }
}
