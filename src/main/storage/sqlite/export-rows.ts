import type { Database, Statement } from 'better-sqlite3'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { ExportScope, TransferCounts } from '@shared/model/transfer'
import type {
  ExportedBot,
  ExportedFolder,
  ExportedSession,
} from '../../core/transfer/formats/export-writer.ts'
import { BOT_COLUMNS, toBot } from './bot-row.ts'
import type { BotRow } from './bot-row.ts'
import type { Apart } from './branch-tree.ts'
import { FOLDER_COLUMNS, toFolder } from './folder-row.ts'
import type { FolderRow } from './folder-row.ts'
import { MESSAGE_COLUMNS, toMessage } from './message-row.ts'
import type { MessageRow } from './message-row.ts'
import { toNotes } from './notes-column.ts'
import { SESSION_COLUMNS, SESSION_IS_THERE as IS_THERE, toSession } from './session-row.ts'
import type { SessionRow } from './session-row.ts'

type ExportedSessionRow = SessionRow & {
  readonly title_by: ExportedSession['titleBy']
  readonly notes: string | null
}

/** What one export reads, all within the transaction its caller began. */
export function createExportRows(db: Database, scope: ExportScope) {
  const { where, bound } = scopeFilter(scope)
  const inScope = `SELECT id FROM sessions WHERE ${where} AND ${IS_THERE}`
  const selectCounts = db.prepare<string[], TransferCounts>(
    `SELECT count(*) AS sessions, coalesce(sum(last_seq), 0) AS messages FROM sessions WHERE ${where} AND ${IS_THERE}`,
  )
  const selectSessions: Statement<string[], ExportedSessionRow> = db.prepare(
    `SELECT ${SESSION_COLUMNS}, title_by, notes FROM sessions WHERE ${where} AND ${IS_THERE} ORDER BY id`,
  )
  // A bot alone may have no conversation yet; everything is everything.
  const ownBots = scope.kind === 'bot' ? 'id = ?' : scope.kind === 'everything' ? '1' : '0'
  const selectBots = db.prepare<string[], BotRow & { deleted_at: number | null }>(`
    SELECT ${BOT_COLUMNS}, deleted_at FROM bots
    WHERE (deleted_at IS NULL AND ${ownBots}) OR id IN (SELECT bot_id FROM sessions WHERE id IN (${inScope}))
      OR id IN (SELECT bot_id FROM messages WHERE bot_id IS NOT NULL AND session_id IN (${inScope}))
    ORDER BY id
  `)
  const ownFolders = scope.kind === 'folder' ? 'id = ?' : scope.kind === 'everything' ? '1' : '0'
  const selectFolders = db.prepare<string[], FolderRow>(`
    SELECT ${FOLDER_COLUMNS} FROM folders
    WHERE deleted_at IS NULL
      AND (${ownFolders} OR id IN (SELECT folder_id FROM sessions WHERE id IN (${inScope})))
    ORDER BY id
  `)
  const selectMessages = db.prepare<[SessionId, number, number], MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE session_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
  )
  const selectApart = db.prepare<[SessionId], Apart>(`
    SELECT seq, parent_seq AS parentSeq FROM messages
    WHERE session_id = ? AND parent_seq IS NOT NULL ORDER BY seq
  `)
  const selectHasPictures = db
    .prepare<string[], number>(
      `SELECT EXISTS (
        SELECT 1 FROM message_attachments JOIN messages ON messages.number = message_attachments.message
        WHERE messages.session_id IN (${inScope}))`,
    )
    .pluck()
  const ownId = (isOwn: boolean): string[] => (isOwn ? bound : [])

  return {
    /** Whether the one thing the scope names is there. */
    isThere: (): boolean => {
      if (scope.kind === 'everything') return true
      if (scope.kind === 'session') return selectCounts.get(...bound)?.sessions === 1
      const table = scope.kind === 'bot' ? 'bots' : 'folders'
      return (
        db.prepare(`SELECT 1 FROM ${table} WHERE id = ? AND deleted_at IS NULL`).get(...bound) !==
        undefined
      )
    },
    counts: (): TransferCounts => selectCounts.get(...bound) ?? { sessions: 0, messages: 0 },
    hasPictures: (): boolean => selectHasPictures.get(...bound) === 1,
    bots: (): ExportedBot[] =>
      selectBots
        .all(...ownId(scope.kind === 'bot'), ...bound, ...bound)
        .map((row) => ({ ...toBot(row), deletedAt: row.deleted_at })),
    folders: (): ExportedFolder[] =>
      selectFolders.all(...ownId(scope.kind === 'folder'), ...bound).map(toFolder),
    *sessions(): Generator<ExportedSession> {
      for (const row of selectSessions.iterate(...bound))
        yield {
          ...toSession(row),
          titleBy: row.title_by,
          ...(row.notes !== null && { notes: toNotes(row.notes) }),
        }
    },
    *messages(sessionId: SessionId, from: number, to: number): Generator<Message> {
      for (const row of selectMessages.iterate(sessionId, from, to)) yield toMessage(row)
    },
    apart: (sessionId: SessionId): readonly Apart[] => selectApart.all(sessionId),
  }
}
export type ExportRows = ReturnType<typeof createExportRows>

function scopeFilter(scope: ExportScope): { readonly where: string; readonly bound: string[] } {
  switch (scope.kind) {
    case 'session':
      return { where: 'id = ?', bound: [scope.sessionId] }
    case 'folder':
      return { where: 'folder_id = ?', bound: [scope.folderId] }
    case 'bot':
      return { where: 'bot_id = ?', bound: [scope.botId] }
    case 'everything':
      return { where: '1', bound: [] }
  }
}
