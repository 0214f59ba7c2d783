import type { Migration } from '../migrate'

/**
 * Pictures that came with messages: what is known of each, and which messages have it, so that one nobody has can go. The
 * triggers look only at what people said with something beside its text; a reply costs nothing.
 */
export const attachments: Migration = {
  version: 9,
  name: 'attachments',
  up(db) {
    db.exec(`
      CREATE TABLE attachments (
        hash TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        size INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        used_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX attachments_by_use ON attachments (used_at);
      CREATE TABLE message_attachments (
        message INTEGER NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (message, hash)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX message_attachments_by_hash ON message_attachments (hash);
      CREATE TRIGGER message_attachments_added AFTER INSERT ON messages
      WHEN new.details IS NOT NULL AND new.author = 'person' BEGIN
        INSERT OR IGNORE INTO message_attachments (message, hash)
          SELECT new.number, value ->> 'hash' FROM json_each(new.details, '$.attachments');
      END;
      CREATE TRIGGER message_attachments_removed AFTER DELETE ON messages
      WHEN old.details IS NOT NULL AND old.author = 'person' BEGIN
        DELETE FROM message_attachments WHERE message = old.number;
      END;
    `)
  },
}
