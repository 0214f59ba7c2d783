import type { Database } from 'better-sqlite3'
import type { Timestamp } from '@shared/model/ids'
import type { Attachment } from '@shared/model/message-details'

const COLUMNS = 'hash, name, type, size, width, height'
/** No message has it, and none that waits. */
const IS_UNUSED = `used_at < @before
  AND NOT EXISTS (SELECT 1 FROM message_attachments WHERE message_attachments.hash = attachments.hash)
  AND NOT EXISTS (
    SELECT 1 FROM turns, json_each(turns.details, '$.attachments') AS waiting
    WHERE turns.state = 'queued' AND turns.ended_at IS NULL AND turns.details IS NOT NULL
      AND waiting.value ->> 'hash' = attachments.hash)`

/** What is known of each picture. Triggers keep which messages have it. */
export function createAttachmentTable(db: Database) {
  const upsert = db.prepare<[Attachment & { readonly now: Timestamp }]>(`
    INSERT INTO attachments (${COLUMNS}, used_at) VALUES (@hash, @name, @type, @size, @width, @height, @now)
    ON CONFLICT (hash) DO UPDATE SET name = excluded.name, used_at = excluded.used_at
  `)
  const select = db.prepare<[string], Attachment>(
    `SELECT ${COLUMNS} FROM attachments WHERE hash = ?`,
  )
  const touch = db.prepare<[Timestamp, string], Attachment>(
    `UPDATE attachments SET used_at = ? WHERE hash = ? RETURNING ${COLUMNS}`,
  )
  const selectUnused = db
    .prepare<[{ readonly before: Timestamp; readonly limit: number }], string>(
      `SELECT hash FROM attachments WHERE ${IS_UNUSED} ORDER BY used_at LIMIT @limit`,
    )
    .pluck()
  const selectIsUnused = db
    .prepare<[{ readonly before: Timestamp; readonly hash: string }], number>(
      `SELECT 1 FROM attachments WHERE hash = @hash AND ${IS_UNUSED}`,
    )
    .pluck()
  const remove = db.prepare<[string]>('DELETE FROM attachments WHERE hash = ?')

  return {
    put: (attachment: Attachment, now: Timestamp): void => void upsert.run({ ...attachment, now }),
    get: (hash: string): Attachment | null => select.get(hash) ?? null,
    claim: (hashes: readonly string[], now: Timestamp): Attachment[] =>
      hashes.flatMap((hash) => touch.get(now, hash) ?? []),
    unused: (before: Timestamp, limit: number): string[] => selectUnused.all({ before, limit }),
    isUnused: (hash: string, before: Timestamp): boolean =>
      selectIsUnused.get({ hash, before }) !== undefined,
    forget: (hash: string): void => void remove.run(hash),
  }
}
export type AttachmentTable = ReturnType<typeof createAttachmentTable>
