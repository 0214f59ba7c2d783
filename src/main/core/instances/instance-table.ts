import type { WireError } from '@shared/contract/errors'
import type { BotId } from '@shared/model/ids'
import type { Instance } from '@shared/model/instance'
import { Coalescer } from '../events/coalescer'
import type { EventHub } from '../events/event-hub'

/** Ready and busy may alternate a thousand times a second; people see at most twenty changes of a bot in one. */
const CHANGES_WINDOW_MS = 50

/** The states that are entered by somebody's decision; `busy` follows from the turns. */
type EnteredState = Exclude<Instance['state'], 'busy'>

interface Entry {
  readonly model?: string | null
  readonly error?: WireError | null
  readonly notice?: string | null
}

/** What every bot is doing right now, and the one place that tells viewers when it changes. */
export class InstanceTable {
  readonly #now: () => number
  readonly #startedAt: number
  readonly #instances = new Map<BotId, Instance>()
  readonly #changes: Coalescer<BotId, Instance>

  constructor(hub: Pick<EventHub, 'publishOverview'>, now: () => number) {
    this.#now = now
    this.#startedAt = now()
    this.#changes = new Coalescer(CHANGES_WINDOW_MS, (instance) => {
      hub.publishOverview({ event: 'instance.changed', instance })
    })
  }

  /** Every bot has one: `stopped` until it is launched. */
  get(botId: BotId): Instance {
    return this.#instances.get(botId) ?? stopped(botId, this.#startedAt)
  }

  /** Whether turns may begin. */
  isReady(botId: BotId): boolean {
    const { state } = this.get(botId)
    return state === 'ready' || state === 'busy'
  }

  enter(
    botId: BotId,
    state: EnteredState,
    { error = null, notice = null, model }: Entry = {},
  ): Instance {
    const before = this.get(botId)
    return this.#keep({
      ...before,
      state: state === 'ready' && before.liveTurns > 0 ? 'busy' : state,
      since: this.#now(),
      model: model === undefined ? before.model : model,
      error,
      notice,
    })
  }

  turnStarted(botId: BotId): void {
    const before = this.get(botId)
    const state = before.state === 'ready' ? 'busy' : before.state
    this.#keep({ ...before, state, liveTurns: before.liveTurns + 1 })
  }

  turnEnded(botId: BotId, lastReply: Instance['lastReply']): void {
    const before = this.get(botId)
    const liveTurns = before.liveTurns - 1
    const state = before.state === 'busy' && liveTurns === 0 ? 'ready' : before.state
    this.#keep({ ...before, state, liveTurns, lastReply: lastReply ?? before.lastReply })
  }

  /** A reply began (+1) or ended (-1) standing in the queue for its model. */
  turnWaits(botId: BotId, change: number): void {
    const before = this.get(botId)
    this.#keep({ ...before, waitingTurns: before.waitingTurns + change })
  }

  /** A message began (+1) or ended (-1) waiting. */
  queued(botId: BotId, change: number): void {
    const before = this.get(botId)
    this.#keep({ ...before, queuedTurns: before.queuedTurns + change })
  }

  close(): void {
    this.#changes.close()
  }

  #keep(instance: Instance): Instance {
    this.#instances.set(instance.botId, instance)
    this.#changes.push(instance.botId, instance)
    return instance
  }
}

function stopped(botId: BotId, since: number): Instance {
  return {
    botId,
    state: 'stopped',
    since,
    model: null,
    error: null,
    notice: null,
    liveTurns: 0,
    waitingTurns: 0,
    queuedTurns: 0,
    lastReply: null,
  }
}
