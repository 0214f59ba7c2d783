import type { CommandInput, CommandOutput } from '@shared/contract/commands'
import type { SessionId, Timestamp } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { EventHub } from '../events/event-hub'
import type { FolderStore } from '../folders/folder-store'
import type { Logger } from '../logging/logger'
import type { BinStore } from './bin-store'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Between two pieces everybody else has this long. */
const PAUSE_MS = 15
const AT_ONCE = 500

export interface BinServiceDeps {
  readonly store: BinStore
  readonly folders: Pick<FolderStore, 'forgetDeleted'>
  readonly hub: Pick<EventHub, 'publishTo'>
  /** What waited to be said in a session will never be. */
  readonly forgetWaiting: (sessionId: SessionId, botId: string) => void
  /** 0: never. */
  readonly binDays: () => number
  readonly log: Logger
  readonly now: () => number
}

/** Deleted sessions. Those in it for long enough go by themselves: what they hold is removed piece by piece. */
export class BinService {
  readonly #deps: BinServiceDeps
  readonly #closing = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #sweeping: Promise<void> | null = null
  #clearing: Promise<void> | null = null

  constructor(deps: BinServiceDeps) {
    this.#deps = deps
  }

  async list(
    input: CommandInput<'bin.list'>,
    personId: PersonId,
  ): Promise<CommandOutput<'bin.list'>> {
    const { deleted, hasMore } = await this.#deps.store.list({ ...input, personId })
    return { deleted: [...deleted], hasMore, binDays: this.#deps.binDays() }
  }

  /** Nothing brings them back once this resolves; the room they take is freed afterwards. */
  async purge(sessionIds: readonly SessionId[]): Promise<void> {
    await this.#purge(sessionIds)
  }

  /** The same for all of that person that is in the bin now. */
  async empty(personId: PersonId): Promise<void> {
    await this.#purgeBefore(Number.MAX_SAFE_INTEGER, personId)
  }

  /** Empties what is old enough, now and every hour from now on: a machine that slept for days catches up within one. */
  start(): void {
    const sweep = () => {
      this.#sweeping = this.#sweep()
    }
    sweep()
    this.#timer = setInterval(sweep, HOUR_MS)
    this.#timer.unref()
  }

  /** Waits for the piece that is being removed; the others are left to the next start. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#closing.abort()
    await this.#sweeping
    await this.#clearing
  }

  async #sweep(): Promise<void> {
    const { binDays, now, store, folders, log } = this.#deps
    try {
      // What an earlier run left half-way.
      this.#clear()
      const days = binDays()
      if (days === 0) return
      const moment = now() - days * DAY_MS
      await store.takeInDeletedBots(moment)
      await this.#purgeBefore(moment, null)
      await folders.forgetDeleted(moment)
    } catch (error) {
      log.error('bin not emptied', { error })
    }
  }

  async #purgeBefore(moment: Timestamp, personId: PersonId | null): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const sessionIds = await this.#deps.store.deletedBefore(moment, personId, AT_ONCE)
      // Some may have to stay; asking again would find the same.
      if ((await this.#purge(sessionIds)) < AT_ONCE) break
    }
  }

  async #purge(sessionIds: readonly SessionId[]): Promise<number> {
    const { store, hub, forgetWaiting, now } = this.#deps
    if (sessionIds.length === 0) return 0
    const purged = await store.purge(sessionIds, now())
    for (const { sessionId, botId } of purged) forgetWaiting(sessionId, botId)
    for (const personId of new Set(purged.map((one) => one.personId)))
      hub.publishTo(personId, { event: 'bin.changed' })
    if (purged.length > 0) this.#clear()
    return purged.length
  }

  #clear(): void {
    this.#clearing ??= this.#clearAll().finally(() => {
      this.#clearing = null
    })
  }

  async #clearAll(): Promise<void> {
    const { store, log } = this.#deps
    try {
      while (!this.#closing.signal.aborted && (await store.clear())) await pause(PAUSE_MS)
    } catch (error) {
      // A full disk, perhaps. It is marked, so it is tried again within the hour.
      log.error('bin not cleared', { error })
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
