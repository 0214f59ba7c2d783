import type { Database } from 'better-sqlite3'
import type { MessageId } from '@shared/model/ids'
import type { Reader } from '@main/core/access/standing'
import { toReaderBounds, visibleTo } from './visible-to'
import type { ReaderBounds } from './visible-to'

/** Which replies answer what, for those that may be offered again. */
export function createAnswerTable(db: Database) {
  const insert = db.prepare<[MessageId, string]>(
    'INSERT INTO stored_answers (message_id, key) VALUES (?, ?)',
  )
  // Ids begin with their time.
  const select = db
    .prepare<[ReaderBounds & { readonly key: string }], MessageId>(
      `SELECT message_id FROM stored_answers
       JOIN messages ON messages.id = message_id
       JOIN sessions ON sessions.id = session_id
       WHERE key = @key AND deleted_at IS NULL AND ${visibleTo('sessions.')} ORDER BY message_id DESC LIMIT 1`,
    )
    .pluck()

  return {
    add: (messageId: MessageId, key: string): void => void insert.run(messageId, key),
    /** The newest reply, of a session that is not deleted and that they may read. */
    find: (key: string, reader: Reader): MessageId | null =>
      select.get({ key, ...toReaderBounds(reader) }) ?? null,
  }
}
export type AnswerTable = ReturnType<typeof createAnswerTable>
