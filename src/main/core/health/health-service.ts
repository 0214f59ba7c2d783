import { toWireError } from '@shared/contract/app-error'
import type { Health } from '@shared/model/controller'
import type { EngineStatus } from '@shared/model/engine'
import type { EngineMonitor } from '../engines/engine-monitor'
import type { Storage } from '../storage/storage'

export interface HealthServiceDeps {
  readonly storage: Pick<Storage, 'check'>
  readonly monitor: Pick<EngineMonitor, 'known'>
  readonly version: string
  readonly now: () => number
}

/** `failing` where nothing can be stored; `degraded` where an engine is away, as history and the rest go on. */
export class HealthService {
  readonly #deps: HealthServiceDeps
  readonly #startedAt: number

  constructor(deps: HealthServiceDeps) {
    this.#deps = deps
    this.#startedAt = deps.now()
  }

  async get(): Promise<Health> {
    const [database, engines] = await Promise.all([this.#database(), this.#deps.monitor.known()])
    const checks: Health['checks'] = { database }
    for (const engine of engines) checks[engine.engine] = checkOf(engine)
    const allEngines = engines.every((engine) => engine.reachable)
    return {
      status: !database.ok ? 'failing' : allEngines ? 'ok' : 'degraded',
      version: this.#deps.version,
      uptimeSeconds: Math.round((this.#deps.now() - this.#startedAt) / 100) / 10,
      checks,
    }
  }

  async #database(): Promise<{ ok: boolean; message: string }> {
    try {
      await this.#deps.storage.check()
      return { ok: true, message: 'reads and writes' }
    } catch (error) {
      return { ok: false, message: toWireError(error).message }
    }
  }
}

function checkOf({ reachable, version, error }: EngineStatus): { ok: boolean; message: string } {
  if (!reachable) return { ok: false, message: error?.message ?? 'does not answer' }
  return { ok: true, message: version === null ? 'answers' : `answers, version ${version}` }
}
