import type { Reader } from '@main/core/access/standing'

/** What `visibleTo` binds. */
export interface ReaderBounds {
  readonly personId: string
  readonly readsAll: 0 | 1
  /** A JSON array; null for none. */
  readonly hiddenBots: string | null
}

/** The rule of `session-rule.ts` in SQL, for rows of `sessions`; `table` with a dot, where they have another name. */
export function visibleTo(table = ''): string {
  return `((${table}person_id = @personId OR @readsAll = 1 OR (${table}sharing IS NOT NULL AND (
      ${table}sharing ->> '$.everyone' IS NOT NULL
      OR EXISTS (SELECT 1 FROM json_each(${table}sharing, '$.people') AS shared WHERE shared.key = @personId))))
    AND (@hiddenBots IS NULL OR ${table}bot_id NOT IN (SELECT value FROM json_each(@hiddenBots))))`
}

export function toReaderBounds({ personId, readsAll, hiddenBots }: Reader): ReaderBounds {
  return {
    personId,
    readsAll: readsAll ? 1 : 0,
    hiddenBots: hiddenBots.length === 0 ? null : JSON.stringify(hiddenBots),
  }
}
