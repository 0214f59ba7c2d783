import type { SessionId, Timestamp } from '@shared/model/ids'
import type { BotUsage, Person, PersonId } from '@shared/model/person'
import type { SessionAccess } from './session-rule'

export interface PeopleStore {
  /** All but those who were removed. */
  list(): Promise<readonly Person[]>
  insert(person: Person): Promise<void>
  /** Replaces the row whose version is `person.version - 1`; false where that version is not the stored one. */
  update(person: Person): Promise<boolean>
  /** Marks them, and forgets their devices, tokens and links: answers the ids of those. Null where there is nobody. */
  remove(personId: PersonId, now: Timestamp): Promise<readonly string[] | null>
  /** Null where they were not removed. */
  restore(personId: PersonId): Promise<Person | null>
  usage(): Promise<readonly BotUsage[]>
}

export interface SessionAccessStore {
  /** Whose these are and whom they are shared with, in the bin too; not those that are gone for good. */
  accessOf(sessionIds: readonly SessionId[]): Promise<readonly SessionAccess[]>
}
