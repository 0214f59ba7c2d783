import type { Database, Statement } from 'better-sqlite3'
import type { Session } from '@shared/model/session'
import type { Reader } from '@main/core/access/standing'
import type { SessionQuery } from '@main/core/storage/storage'
import { SESSION_COLUMNS, SESSION_IS_THERE, toSession } from './session-row'
import type { SessionRow } from './session-row'
import type { ReaderBounds } from './visible-to'
import { toReaderBounds, visibleTo } from './visible-to'
import { HAS_TAG, tagKeyOf } from './tag-key'

interface PageBounds extends ReaderBounds {
  readonly botId: string | undefined
  readonly folderId: string | null | undefined
  readonly tag: string | null
  readonly updatedAt: number
  readonly id: string
  readonly limit: number
}

/** Pages of sessions. Each combination of filters is a statement of its own, so that each can use its index. */
export function createSessionList(db: Database) {
  const prepared = new Map<string, Statement<[PageBounds], SessionRow>>()

  function statementFor(conditions: readonly string[]): Statement<[PageBounds], SessionRow> {
    const where = conditions.join(' AND ')
    const known = prepared.get(where)
    if (known) return known
    const statement = db.prepare<[PageBounds], SessionRow>(
      `SELECT ${SESSION_COLUMNS} FROM sessions WHERE ${where} ORDER BY updated_at DESC, id DESC LIMIT @limit`,
    )
    prepared.set(where, statement)
    return statement
  }

  return function list(
    query: SessionQuery,
    reader: Reader,
  ): { sessions: Session[]; hasMore: boolean } {
    const { botId, folderId, tag, before, limit } = query
    // `before` is where the last page ended. Unbound, its time is later than any other.
    const { updatedAt, id } = before ?? { updatedAt: Number.MAX_SAFE_INTEGER, id: '' }
    const bounds = { botId, folderId, updatedAt, id, limit: limit + 1 }
    const rows = statementFor(conditionsOf(query)).all({
      ...bounds,
      ...toReaderBounds(reader),
      tag: tag === undefined ? null : tagKeyOf(tag),
    })
    return { sessions: rows.slice(0, limit).map(toSession), hasMore: rows.length > limit }
  }
}

function conditionsOf({ botId, folderId, tag, pinned, archived }: SessionQuery): string[] {
  const conditions = ['(updated_at, id) < (@updatedAt, @id)', SESSION_IS_THERE, visibleTo()]
  if (botId !== undefined) conditions.push('bot_id = @botId')
  if (folderId !== undefined)
    conditions.push(folderId === null ? 'folder_id IS NULL' : 'folder_id = @folderId')
  if (tag !== undefined) conditions.push(`tags <> '[]' AND ${HAS_TAG}`)
  if (pinned !== undefined) conditions.push(`pinned = ${pinned ? 1 : 0}`)
  conditions.push(`archived = ${archived === true ? 1 : 0}`)
  return conditions
}
