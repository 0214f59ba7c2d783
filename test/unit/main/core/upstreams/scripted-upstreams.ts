import type { Engine, ReplyPart, ReplyRequest } from '@main/core/engines/engine'
import type { EngineStatus } from '@shared/model/engine'
import { ModelGates } from '@main/core/dispatch/model-gates'
import type { GateLimits } from '@main/core/dispatch/model-gate'
import { Upstream } from '@main/core/upstreams/upstream'
import type { UpstreamFields } from '@shared/model/upstream'

export const WITHOUT_LIMITS: GateLimits = { parallel: () => 1_000, maxWaiting: () => 1_000 }
export const NOON = 1_790_000_000_000

/** A server of which a test says what it has and does; nothing goes over a wire. */
export class ScriptedServer {
  reachable = true
  installed: string[] = []
  loaded: string[] = []
  looks = 0
  reply: (request: ReplyRequest) => AsyncIterable<ReplyPart> = () => {
    throw new Error('nobody asked for a reply')
  }

  readonly engine: Engine = {
    name: 'ollama',
    needsModel: true,
    reply: (request) => this.reply(request),
    load: () => Promise.resolve(),
    unload: () => Promise.resolve(),
    listModels: () =>
      Promise.resolve(
        this.installed.map((name) => ({
          engine: 'ollama' as const,
          name,
          size: 1,
          family: null,
          parameterSize: null,
          quantization: null,
          capabilities: null,
          contextLength: null,
          modifiedAt: null,
          cloud: false,
        })),
      ),
    status: () => {
      this.looks += 1
      return Promise.resolve(statusOf(this.reachable))
    },
  }

  readonly host = {
    show: () => Promise.reject(new Error('not asked')),
    loaded: () =>
      Promise.resolve(
        this.loaded.map((name) => ({
          name,
          size: 1,
          sizeOnGpu: 0,
          contextLength: null,
          expiresAt: null,
        })),
      ),
    pull: () => {
      throw new Error('not asked')
    },
    delete: () => Promise.resolve(),
    freeBytes: () => Promise.resolve(null),
    totalMemory: () => null,
  }
}

export function statusOf(reachable: boolean): EngineStatus {
  return {
    engine: 'ollama',
    reachable,
    version: reachable ? '0.32.15' : null,
    checkedAt: NOON,
    error: reachable ? null : { code: 'engine_unavailable', message: 'It does not answer.' },
  }
}

export interface Known extends Partial<UpstreamFields> {
  readonly id: string
  readonly installed?: readonly string[] | null
  readonly loaded?: readonly string[]
  readonly busy?: number
  readonly reachable?: boolean
}

/** One of which that much is known. */
export function anUpstream(known: Known, server = new ScriptedServer()): Upstream {
  const { id, installed = [], loaded = [], busy = 0, reachable = true, ...fields } = known
  const stored = {
    ...{ id, name: id, address: `http://${id}:11434`, weight: 1, drained: false },
    ...{ version: 1, createdAt: NOON },
    ...fields,
  }
  const gates = new ModelGates(WITHOUT_LIMITS, () => undefined)
  const upstream = new Upstream(
    stored,
    () => server,
    gates,
    () => NOON,
  )
  upstream.status = statusOf(reachable)
  upstream.setInstalled(installed)
  upstream.setLoaded(loaded)
  occupy(upstream, busy)
  return upstream
}

/** Lets it have so many replies under way, of a model that is no test's own. */
export function occupy({ gates }: Upstream, replies: number): void {
  for (let made = 0; made < replies; made += 1) gates.of('another').enter(false)
}
