import type { BotId, SessionId } from '@shared/model/ids'
import type { InstanceTable } from '../instances/instance-table'
import type { TurnStore } from '../storage/storage'

/** How many messages wait in each session, so that the usual case (none) costs no look into the store. */
export class WaitingTurns {
  readonly #instances: Pick<InstanceTable, 'queued'>
  readonly #counts = new Map<SessionId, number>()

  constructor(instances: Pick<InstanceTable, 'queued'>) {
    this.#instances = instances
  }

  /** Reads what waited when the controller last ran. */
  async load(
    store: Pick<TurnStore, 'sessionsWithQueue' | 'queue'>,
    botIds: readonly BotId[],
  ): Promise<void> {
    for (const botId of botIds) {
      for (const sessionId of await store.sessionsWithQueue(botId)) {
        this.change(sessionId, botId, (await store.queue(sessionId)).length)
      }
    }
  }

  has(sessionId: SessionId): boolean {
    return this.#counts.has(sessionId)
  }

  /** What waited in that session will never begin. */
  forget(sessionId: SessionId, botId: BotId): void {
    const count = this.#counts.get(sessionId)
    if (count !== undefined) this.change(sessionId, botId, -count)
  }

  change(sessionId: SessionId, botId: BotId, by: number): void {
    const count = (this.#counts.get(sessionId) ?? 0) + by
    if (count > 0) this.#counts.set(sessionId, count)
    else this.#counts.delete(sessionId)
    this.#instances.queued(botId, by)
  }
}
