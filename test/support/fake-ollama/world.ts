import { DEFAULT_MODELS } from './default-models.ts'
import { Facts } from './facts.ts'
import { Memory } from './memory.ts'
import { ModelStore } from './model-store.ts'
import { Slots } from './slots.ts'
import type {
  FakeModel,
  FakeOllamaOptions,
  FakeVersion,
  Fault,
  PullFault,
  RecordedRequest,
} from './options.ts'

const GENERATING = ['/api/chat', '/api/generate', '/v1/chat/completions']

/** All that one fake server knows. */
export class World {
  readonly version: FakeVersion
  readonly options: FakeOllamaOptions
  readonly models: ModelStore
  readonly registry: readonly FakeModel[]
  readonly memory = new Memory()
  readonly facts = new Facts()
  readonly slots: Slots
  readonly requests: RecordedRequest[] = []
  /** Bytes that an aborted pull left behind, by digest. */
  readonly partialPulls = new Map<string, number>()
  tokensSent = 0
  closedByClient = 0
  pullFault: PullFault | null = null
  pullsClosedByClient = 0
  liveGenerations = 0
  /** True while the server itself cuts the sockets: then no client gave up. */
  dying = false
  #fault: { readonly fault: Fault; left: number } | null = null

  constructor(options: FakeOllamaOptions) {
    this.options = options
    this.version = options.version ?? '0.32.15'
    this.models = new ModelStore(options.models ?? DEFAULT_MODELS)
    this.registry = options.registry ?? DEFAULT_MODELS
    this.slots = new Slots(options.parallel ?? Infinity, options.maxQueue ?? Infinity)
  }

  get isOld(): boolean {
    return this.version === '0.24.0'
  }

  record(request: RecordedRequest): void {
    if (this.options.record === false) return
    this.requests.push(request)
    this.facts.changed()
  }

  setFault(fault: Fault | null): void {
    this.#fault = fault && { fault, left: fault.requests ?? Infinity }
  }

  /** The fault that hits this request, if any; counts it. */
  takeFault(path: string): Fault | null {
    const current = this.#fault
    if (!current) return null
    const { fault } = current
    const hits = fault.path === undefined ? GENERATING.includes(path) : fault.path === path
    if (!hits) return null
    current.left -= 1
    if (current.left <= 0) this.#fault = null
    return fault
  }
}
