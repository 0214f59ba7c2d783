import { setImmediate } from 'node:timers/promises'
import type { PersonId } from '@shared/model/person'
import type { Tag } from '@shared/model/tag'
import type { Reader } from '../access/standing'
import type { SessionService } from '../sessions/session-service'
import type { TagStore } from './tag-store'

/** So many sessions are changed in one go; others have their turn before the next. */
const AT_ONCE = 500

/** Tags over all sessions. One exists as long as a session has it. */
export class TagService {
  readonly #store: TagStore
  readonly #sessions: Pick<SessionService, 'changedTogether'>

  constructor(store: TagStore, sessions: Pick<SessionService, 'changedTogether'>) {
    this.#store = store
    this.#sessions = sessions
  }

  async list(reader: Reader): Promise<{ tag: Tag; count: number }[]> {
    return [...(await this.#store.list(reader))]
  }

  /** Takes a tag off all sessions of that person, with `to` in its place. Answers how many had it, those in the bin included. */
  async replace(tag: Tag, to: Tag | null, personId: PersonId): Promise<number> {
    let count = 0
    for (;;) {
      const replaced = await this.#store.replace(tag, to, personId, AT_ONCE)
      count += replaced.count
      this.#sessions.changedTogether(replaced.sessions)
      if (replaced.count < AT_ONCE) return count
      await setImmediate()
    }
  }
}
