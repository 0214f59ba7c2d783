import type { Database } from 'better-sqlite3'
import type { PersonId } from '@shared/model/person'
import type { Session } from '@shared/model/session'
import type { Tag } from '@shared/model/tag'
import type { Reader } from '@main/core/access/standing'
import { SESSION_COLUMNS, SESSION_IS_THERE, toSession, toSessionRow } from './session-row'
import type { SessionRow } from './session-row'
import { HAS_TAG, sortedTags, tagKeyOf } from './tag-key'

import type { ReaderBounds } from './visible-to'
import { toReaderBounds, visibleTo } from './visible-to'

/** Tags over all sessions: they are kept with each session, and nowhere else. */
export function createTagTable(db: Database) {
  const selectCounts = db.prepare<
    [ReaderBounds],
    { readonly tags: string; readonly count: number }
  >(
    `SELECT tags, count(*) AS count FROM sessions
      WHERE tags <> '[]' AND ${SESSION_IS_THERE} AND ${visibleTo()} GROUP BY tags`,
  )
  // Also those in the bin: they may come back.
  const selectTagged = db.prepare<
    [{ readonly tag: string; readonly personId: PersonId; readonly limit: number }],
    SessionRow & { readonly isThere: 0 | 1 }
  >(`
    SELECT ${SESSION_COLUMNS}, ${SESSION_IS_THERE} AS isThere FROM sessions
    WHERE tags <> '[]' AND person_id = @personId AND ${HAS_TAG} LIMIT @limit
  `)
  const updateTags = db.prepare<[SessionRow], SessionRow>(
    `UPDATE sessions SET tags = @tags, version = version + 1 WHERE id = @id RETURNING ${SESSION_COLUMNS}`,
  )

  function retag(row: SessionRow, tag: Tag, to: Tag | null): Session[] {
    const session = toSession(row)
    const tags = session.tags.flatMap((one) => (one === tag ? (to ?? []) : one))
    const after = updateTags.get(toSessionRow({ ...session, tags: sortedTags(tags) }))
    return after ? [toSession(after)] : []
  }

  return {
    list(reader: Reader): { tag: Tag; count: number }[] {
      const counts = new Map<Tag, number>()
      for (const { tags, count } of selectCounts.all(toReaderBounds(reader))) {
        for (const tag of JSON.parse(tags) as Tag[]) counts.set(tag, (counts.get(tag) ?? 0) + count)
      }
      return sortedTags(counts.keys()).map((tag) => ({ tag, count: counts.get(tag) ?? 0 }))
    },

    replace(
      tag: Tag,
      to: Tag | null,
      personId: PersonId,
      limit: number,
    ): { sessions: Session[]; count: number } {
      if (tag === to) return { sessions: [], count: 0 }
      const rows = selectTagged.all({ tag: tagKeyOf(tag), personId, limit })
      const sessions = rows.flatMap((row) => {
        const after = retag(row, tag, to)
        return row.isThere === 1 ? after : []
      })
      return { sessions, count: rows.length }
    },
  }
}
export type TagTable = ReturnType<typeof createTagTable>
