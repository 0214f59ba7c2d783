import { ACCESS_LEVELS } from '@shared/model/access'
import type { SessionId } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { PeopleService, PersonChange } from '../access/people-service'
import type { SessionAccessMap } from '../access/session-access-map'
import { isEnough, rightIn } from '../access/session-rule'
import type { SessionAccess } from '../access/session-rule'
import { useOf } from '../access/standing'
import type { Logger } from '../logging/logger'
import type { TurnStore } from '../storage/storage'
import type { TurnConductor } from './turn-conductor'
import type { TurnService } from './turn-service'
import { BY_PERSON } from './turn-stops'

export interface TurnRightsDeps {
  readonly people: Pick<PeopleService, 'standingOf'>
  readonly access: Pick<SessionAccessMap, 'of'>
  readonly conductor: Pick<TurnConductor, 'running' | 'end' | 'waiting'>
  readonly turns: Pick<TurnService, 'withdraw'>
  readonly store: Pick<TurnStore, 'queue'>
  readonly log: Logger
}
type Allowed = (personId: PersonId, access: SessionAccess) => boolean

/** Ends what people asked for and may not ask any more: replies that are being made are stopped, messages that wait withdrawn. */
export class TurnRights {
  readonly #deps: TurnRightsDeps

  constructor(deps: TurnRightsDeps) {
    this.#deps = deps
  }

  /** Somebody was removed or changed. Who is lowered loses all that runs for them, not just what they may not ask any more. */
  async changed({ before, after }: PersonChange): Promise<void> {
    if (!before) return
    const isLowered = !after || levelOf(after.role) < levelOf(before.role)
    await this.#end((personId, access) =>
      isLowered && personId === before.id ? false : this.#may(personId, access),
    )
  }

  /** A session is shared otherwise, perhaps. */
  recheck(): Promise<void> {
    return this.#end((personId, access) => this.#may(personId, access))
  }

  /** A device of theirs was signed out by somebody else. */
  stopAll(person: PersonId): Promise<void> {
    return this.#end((personId) => personId !== person)
  }

  async #end(isAllowed: Allowed): Promise<void> {
    try {
      // First what waits: what stops would let it begin.
      await this.#withdrawWaiting(isAllowed)
      await this.#stopRunning(isAllowed)
    } catch (error) {
      this.#deps.log.error('turns of a person not ended', { error })
    }
  }

  async #stopRunning(isAllowed: Allowed): Promise<void> {
    const { conductor, access } = this.#deps
    const running = conductor.running()
    if (running.length === 0) return
    const byId = byIdOf(await access.of(running.map(({ sessionId }) => sessionId)))
    const lost = running.filter(({ sessionId, person }) => {
      const session = byId.get(sessionId)
      return session && !isAllowed(person, session)
    })
    await Promise.all(lost.map(({ sessionId }) => conductor.end(sessionId, BY_PERSON)))
  }

  async #withdrawWaiting(isAllowed: Allowed): Promise<void> {
    const { conductor, access, store, turns } = this.#deps
    for (const session of await access.of(conductor.waiting.sessions())) {
      for (const { id, details } of await store.queue(session.id)) {
        if (isAllowed(details?.personId ?? session.personId, session)) continue
        // It may have begun meanwhile: then it is stopped with those that run.
        await turns.withdraw(session.id, id).catch(() => undefined)
      }
    }
  }

  #may(personId: PersonId, session: SessionAccess): boolean {
    const who = this.#deps.people.standingOf(personId)
    if (!who || who.role === 'viewer') return false
    return isEnough(rightIn(session, who), 'write') && useOf(who, session.botId) === 'use'
  }
}

function byIdOf(found: readonly SessionAccess[]): Map<SessionId, SessionAccess> {
  return new Map(found.map((access) => [access.id, access]))
}

function levelOf(role: (typeof ACCESS_LEVELS)[number]): number {
  return ACCESS_LEVELS.indexOf(role)
}
