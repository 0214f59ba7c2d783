import { setImmediate } from 'node:timers/promises'
import type { Tag } from '@shared/model/tag'
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

  async list(): Promise<{ tag: Tag; count: number }[]> {
    return [...(await this.#store.list())]
  }

  /** Takes a tag off all sessions, with `to` in its place. Answers how many had it, those in the bin included. */
  async replace(tag: Tag, to: Tag | null): Promise<number> {
    let count = 0
    for (;;) {
      const replaced = await this.#store.replace(tag, to, AT_ONCE)
      count += replaced.count
      this.#sessions.changedTogether(replaced.sessions)
      if (replaced.count < AT_ONCE) return count
      await setImmediate()
    }
  }
}
