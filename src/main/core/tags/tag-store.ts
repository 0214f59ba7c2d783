import type { Session } from '@shared/model/session'
import type { Tag } from '@shared/model/tag'

export interface TagStore {
  /** Every tag, with how many sessions have it, by name. */
  list(): Promise<readonly { readonly tag: Tag; readonly count: number }[]>
  /** Takes a tag off sessions and puts `to` in its place where that is one: `limit` of them at most. Answers those. */
  replace(
    tag: Tag,
    to: Tag | null,
    limit: number,
  ): Promise<{ readonly sessions: readonly Session[]; readonly count: number }>
}
