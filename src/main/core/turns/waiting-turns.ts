import type { BotId, SessionId, TurnId } from '@shared/model/ids'
import type { InstanceTable } from '../instances/instance-table'
import { OWNER } from '../sessions/read-service'
import type { TurnStore } from '../storage/storage'

/** How many messages wait in each session, so that the usual case (none) costs no look into the store. */
export class WaitingTurns {
  readonly #instances: Pick<InstanceTable, 'queued'>
  readonly #counts = new Map<SessionId, number>()
  /** Where that is not the owner. */
  readonly #senders = new Map<SessionId, Map<TurnId, string>>()

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

  /** Somebody's message waits: whose turn it is at the engine is asked when it begins. */
  sentBy(sessionId: SessionId, turnId: TurnId, person: string): void {
    if (person === OWNER) return
    const senders = this.#senders.get(sessionId) ?? new Map<TurnId, string>()
    this.#senders.set(sessionId, senders.set(turnId, person))
  }

  /** Whose it was; what waited when the controller last ran counts as the owner's. */
  takeSender(sessionId: SessionId, turnId: TurnId): string {
    const senders = this.#senders.get(sessionId)
    const person = senders?.get(turnId) ?? OWNER
    senders?.delete(turnId)
    if (senders?.size === 0) this.#senders.delete(sessionId)
    return person
  }

  has(sessionId: SessionId): boolean {
    return this.#counts.has(sessionId)
  }

  /** What waited in that session will never begin. */
  forget(sessionId: SessionId, botId: BotId): void {
    this.#senders.delete(sessionId)
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
