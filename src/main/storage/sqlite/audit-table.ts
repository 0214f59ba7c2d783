import type { Database } from 'better-sqlite3'
import type { AuditEntry } from '@shared/model/audit'
import type { AuditStore } from '@main/core/audit/audit-store'

interface AuditRow {
  readonly id: string
  readonly at: number
  readonly action: AuditEntry['action']
  readonly actor: string | null
  readonly bot_id: string
  readonly session_id: string
  readonly turn_id: string
  readonly subject: string
  readonly details: string
}

type Query = Parameters<AuditStore['list']>[0]
/** Above every id. */
const NEWEST = 'g'

/** What was done. Ids sort by the time they were made, so they are the order too. */
export function createAuditTable(db: Database) {
  const insert = db.prepare<[AuditRow]>(`
    INSERT INTO audit (id, at, action, actor, bot_id, session_id, turn_id, subject, details)
    VALUES (@id, @at, @action, @actor, @bot_id, @session_id, @turn_id, @subject, @details)
  `)
  const selectPage = db.prepare<[string, number], AuditRow>(
    'SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?',
  )

  return {
    add(entry: AuditEntry): void {
      const { id, at, action, actor, botId, sessionId, turnId, subject, details } = entry
      insert.run({
        ...{ id, at, action, actor, subject, details: JSON.stringify(details) },
        ...{ bot_id: botId, session_id: sessionId, turn_id: turnId },
      })
    },

    list({ before = NEWEST, limit }: Query): Awaited<ReturnType<AuditStore['list']>> {
      const rows = selectPage.all(before, limit + 1)
      return { entries: rows.slice(0, limit).map(toEntry), hasMore: rows.length > limit }
    },
  }
}

function toEntry(row: AuditRow): AuditEntry {
  const { id, at, action, actor, subject } = row
  return {
    ...{ id, at, action, actor, subject },
    ...{ botId: row.bot_id, sessionId: row.session_id, turnId: row.turn_id },
    details: JSON.parse(row.details) as AuditEntry['details'],
  }
}
