import type { Database } from 'better-sqlite3'
import type { Timestamp } from '@shared/model/ids'
import type { Attachment } from '@shared/model/message-details'
import type { PersonId } from '@shared/model/person'
import type { Reader } from '@main/core/access/standing'
import { toReaderBounds, visibleTo } from './visible-to.ts'
import type { ReaderBounds } from './visible-to.ts'

const COLUMNS = 'hash, name, type, size, width, height'
/** No message has it, and none that waits. */
const IS_UNUSED = `used_at < @before
  AND NOT EXISTS (SELECT 1 FROM message_attachments WHERE message_attachments.hash = attachments.hash)
  AND NOT EXISTS (
    SELECT 1 FROM turns, json_each(turns.details, '$.attachments') AS waiting
    WHERE turns.state = 'queued' AND turns.ended_at IS NULL AND turns.details IS NOT NULL
      AND waiting.value ->> 'hash' = attachments.hash)`

/** Who brought it, or may see a session that has it; those in the bin are somebody's own at least. */
const MAY_SEE = `(
  EXISTS (SELECT 1 FROM attachment_people AS brought
    WHERE brought.hash = attachments.hash AND brought.person_id = @personId)
  OR EXISTS (SELECT 1 FROM message_attachments AS has
    CROSS JOIN messages AS m ON m.number = has.message CROSS JOIN sessions AS s ON s.id = m.session_id
    WHERE has.hash = attachments.hash AND ${visibleTo('s.')}))`
type Asked = ReaderBounds & { readonly hash: string }

/** What is known of each picture. Triggers keep which messages have it. */
export function createAttachmentTable(db: Database) {
  const upsert = db.prepare<[Attachment & { readonly now: Timestamp }]>(`
    INSERT INTO attachments (${COLUMNS}, used_at) VALUES (@hash, @name, @type, @size, @width, @height, @now)
    ON CONFLICT (hash) DO UPDATE SET name = excluded.name, used_at = excluded.used_at
  `)
  const bring = db.prepare<[string, PersonId]>(
    'INSERT INTO attachment_people (hash, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const select = db.prepare<[Asked], Attachment>(
    `SELECT ${COLUMNS} FROM attachments WHERE hash = @hash AND ${MAY_SEE}`,
  )
  const touch = db.prepare<[Asked & { readonly now: Timestamp }], Attachment>(
    `UPDATE attachments SET used_at = @now WHERE hash = @hash AND ${MAY_SEE} RETURNING ${COLUMNS}`,
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
  const forgetPeople = db.prepare<[string]>('DELETE FROM attachment_people WHERE hash = ?')

  return {
    put(attachment: Attachment, personId: PersonId, now: Timestamp): void {
      upsert.run({ ...attachment, now })
      bring.run(attachment.hash, personId)
    },
    get: (hash: string, reader: Reader): Attachment | null =>
      select.get({ hash, ...toReaderBounds(reader) }) ?? null,
    claim: (hashes: readonly string[], reader: Reader, now: Timestamp): Attachment[] =>
      hashes.flatMap((hash) => touch.get({ hash, now, ...toReaderBounds(reader) }) ?? []),
    unused: (before: Timestamp, limit: number): string[] => selectUnused.all({ before, limit }),
    isUnused: (hash: string, before: Timestamp): boolean =>
      selectIsUnused.get({ hash, before }) !== undefined,
    forget(hash: string): void {
      remove.run(hash)
      forgetPeople.run(hash)
    },
  }
}
export type AttachmentTable = ReturnType<typeof createAttachmentTable>
