import type { PersonId } from '@shared/model/person'
import type { Session } from '@shared/model/session'
import type { Tag } from '@shared/model/tag'
import type { Reader } from '../access/standing'

export interface TagStore {
  /** Every tag of sessions that the reader may see, with how many of those have it, by name. */
  list(reader: Reader): Promise<readonly { readonly tag: Tag; readonly count: number }[]>
  /** Takes a tag off sessions of that person and puts `to` in its place where that is one: `limit` of them at most. Answers those. */
  replace(
    tag: Tag,
    to: Tag | null,
    personId: PersonId,
    limit: number,
  ): Promise<{ readonly sessions: readonly Session[]; readonly count: number }>
}
