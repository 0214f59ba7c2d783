import type { Database, Statement } from 'better-sqlite3'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { Reader } from '@main/core/access/standing'
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
import { toReaderBounds, visibleTo } from './visible-to.ts'
import type { ReaderBounds } from './visible-to.ts'

type ExportedSessionRow = SessionRow & {
  readonly title_by: ExportedSession['titleBy']
  readonly notes: string | null
}

type Bounds = ReaderBounds & { readonly scopeId: string }

/** What one export reads, all within the transaction its caller began: what that reader may see, and nothing else. */
export function createExportRows(db: Database, scope: ExportScope, reader: Reader) {
  const { where, scopeId } = scopeFilter(scope)
  const bounds: Bounds = { ...toReaderBounds(reader), scopeId }
  const chosen = `${where} AND ${IS_THERE} AND ${visibleTo()}`
  const inScope = `SELECT id FROM sessions WHERE ${chosen}`
  const selectCounts = db.prepare<[Bounds], TransferCounts>(
    `SELECT count(*) AS sessions, coalesce(sum(last_seq), 0) AS messages FROM sessions WHERE ${chosen}`,
  )
  const selectSessions: Statement<[Bounds], ExportedSessionRow> = db.prepare(
    `SELECT ${SESSION_COLUMNS}, title_by, notes FROM sessions WHERE ${chosen} ORDER BY id`,
  )
  const isKnown = '(@hiddenBots IS NULL OR id NOT IN (SELECT value FROM json_each(@hiddenBots)))'
  // A bot alone may have no conversation yet; everything is everything.
  const ownBots = scope.kind === 'bot' ? 'id = @scopeId' : scope.kind === 'everything' ? '1' : '0'
  const selectBots = db.prepare<[Bounds], BotRow & { deleted_at: number | null }>(`
    SELECT ${BOT_COLUMNS}, deleted_at FROM bots
    WHERE ${isKnown} AND ((deleted_at IS NULL AND ${ownBots})
      OR id IN (SELECT bot_id FROM sessions WHERE id IN (${inScope}))
      OR id IN (SELECT bot_id FROM messages WHERE bot_id IS NOT NULL AND session_id IN (${inScope})))
    ORDER BY id
  `)
  const ownFolders =
    scope.kind === 'folder' ? 'id = @scopeId' : scope.kind === 'everything' ? '1' : '0'
  const selectFolders = db.prepare<[Bounds], FolderRow>(`
    SELECT ${FOLDER_COLUMNS} FROM folders
    WHERE deleted_at IS NULL AND person_id = @personId
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
  const counts = (): TransferCounts => selectCounts.get(bounds) ?? { sessions: 0, messages: 0 }
  const selectHasPictures = db
    .prepare<[Bounds], number>(
      `SELECT EXISTS (
        SELECT 1 FROM message_attachments JOIN messages ON messages.number = message_attachments.message
        WHERE messages.session_id IN (${inScope}))`,
    )
    .pluck()

  return {
    /** Whether the one thing the scope names is there. */
    isThere: (): boolean => {
      switch (scope.kind) {
        case 'everything':
          return true
        case 'session':
          return counts().sessions === 1
        case 'bot':
          return exists(
            `SELECT 1 FROM bots WHERE id = @scopeId AND deleted_at IS NULL AND ${isKnown}`,
          )
        case 'folder':
          return exists(
            'SELECT 1 FROM folders WHERE id = @scopeId AND deleted_at IS NULL AND person_id = @personId',
          )
      }
    },
    counts,
    hasPictures: (): boolean => selectHasPictures.get(bounds) === 1,
    bots: (): ExportedBot[] =>
      selectBots.all(bounds).map((row) => ({ ...toBot(row), deletedAt: row.deleted_at })),
    folders: (): ExportedFolder[] => selectFolders.all(bounds).map(toFolder),
    *sessions(): Generator<ExportedSession> {
      for (const row of selectSessions.iterate(bounds)) yield toExported(row, reader)
    },
    *messages(sessionId: SessionId, from: number, to: number): Generator<Message> {
      for (const row of selectMessages.iterate(sessionId, from, to)) yield toMessage(row)
    },
    apart: (sessionId: SessionId): readonly Apart[] => selectApart.all(sessionId),
  }

  function exists(sql: string): boolean {
    return db.prepare<[Bounds]>(sql).get(bounds) !== undefined
  }
}
export type ExportRows = ReturnType<typeof createExportRows>

/** Whose it is means nothing to another controller, nor does a folder of somebody else. */
function toExported(row: ExportedSessionRow, reader: Reader): ExportedSession {
  const { personId, sharing: _sharing, ...session } = toSession(row)
  return {
    ...session,
    folderId: personId === reader.personId ? session.folderId : null,
    titleBy: row.title_by,
    ...(row.notes !== null && { notes: toNotes(row.notes) }),
  }
}

function scopeFilter(scope: ExportScope): { readonly where: string; readonly scopeId: string } {
  switch (scope.kind) {
    case 'session':
      return { where: 'id = @scopeId', scopeId: scope.sessionId }
    case 'folder':
      return { where: 'folder_id = @scopeId', scopeId: scope.folderId }
    case 'bot':
      return { where: 'bot_id = @scopeId', scopeId: scope.botId }
    case 'everything':
      return { where: '1', scopeId: '' }
  }
}
