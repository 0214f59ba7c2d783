import type { EngineName, EngineStatus } from '@shared/model/engine'
import type { EventHub } from '../events/event-hub'
import type { EngineRegistry } from './engine-registry'

/** How often an engine is looked at: soon again while it is away, so that recovery needs nobody. */
const AWAY_INTERVAL_MS = 3_000
const REACHABLE_INTERVAL_MS = 15_000

export interface EngineMonitorDeps {
  readonly engines: EngineRegistry
  readonly hub: Pick<EventHub, 'publishOverview'>
  /** An engine that was away answers again. */
  readonly onRecovered: (engine: EngineName) => void
}

/** Knows whether each engine can be reached, and says so when that changes. */
export class EngineMonitor {
  readonly #deps: EngineMonitorDeps
  readonly #statuses = new Map<EngineName, EngineStatus>()
  readonly #refreshing = new Map<EngineName, Promise<EngineStatus>>()
  readonly #timers = new Map<EngineName, NodeJS.Timeout>()
  #closed = false

  constructor(deps: EngineMonitorDeps) {
    this.#deps = deps
  }

  /** Begins looking; does not wait for the first answers. */
  start(): void {
    for (const { name } of this.#deps.engines.all()) void this.refresh(name)
  }

  /** The last known ones; an engine that was not looked at yet is left out. */
  statuses(): EngineStatus[] {
    return [...this.#statuses.values()]
  }

  /** Each engine's status, waiting for those that were not looked at yet. */
  async known(): Promise<EngineStatus[]> {
    const names = this.#deps.engines.all().map((engine) => engine.name)
    return Promise.all(names.map(async (name) => this.#statuses.get(name) ?? this.refresh(name)))
  }

  /** Looks now. Calls at the same time share one look. */
  refresh(name: EngineName): Promise<EngineStatus> {
    const running = this.#refreshing.get(name)
    if (running) return running
    const refreshing = this.#look(name).finally(() => this.#refreshing.delete(name))
    this.#refreshing.set(name, refreshing)
    return refreshing
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  async #look(name: EngineName): Promise<EngineStatus> {
    const before = this.#statuses.get(name)
    const status = await this.#deps.engines.get(name).status()
    this.#statuses.set(name, status)
    if (this.#closed) return status
    if (!before || isDifferent(before, status))
      this.#deps.hub.publishOverview({ event: 'engine.changed', engine: status })
    this.#lookAgain(name, status.reachable ? REACHABLE_INTERVAL_MS : AWAY_INTERVAL_MS)
    if (before && !before.reachable && status.reachable) this.#deps.onRecovered(name)
    return status
  }

  #lookAgain(name: EngineName, afterMs: number): void {
    clearTimeout(this.#timers.get(name))
    const timer = setTimeout(() => void this.refresh(name), afterMs)
    timer.unref()
    this.#timers.set(name, timer)
  }
}

/** In anything but the moment they were looked at. */
function isDifferent(a: EngineStatus, b: EngineStatus): boolean {
  return JSON.stringify({ ...a, checkedAt: 0 }) !== JSON.stringify({ ...b, checkedAt: 0 })
}
