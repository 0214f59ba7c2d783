import type { Migration } from '../migrate'

/**
 * Messages become a tree. Nearly every message follows the one numbered before it, so only the others say whom they
 * follow: `parent_seq` is null for the one before, 0 for nobody. `head_seq` is where the visible branch ends; null while
 * a session has no branches, where that is its last message. So a session without branches costs nothing more, and
 * everything about the branches of one that has them is read from a small index.
 *
 * Before, only a retried reply had two versions, and the newest was the one that counted: so it stays.
 */
export const branchesAndFolders: Migration = {
  version: 4,
  name: 'branches-and-folders',
  up(db) {
    db.exec(`
      ALTER TABLE messages ADD COLUMN parent_seq INTEGER CHECK (parent_seq < seq - 1);
      ALTER TABLE messages ADD COLUMN bot_id TEXT REFERENCES bots (id);
      ALTER TABLE turns ADD COLUMN bot_id TEXT REFERENCES bots (id);
      ALTER TABLE sessions ADD COLUMN head_seq INTEGER CHECK (head_seq BETWEEN 0 AND last_seq);

      UPDATE messages SET parent_seq = answered.seq
      FROM messages AS answered
      WHERE answered.id = messages.reply_to AND answered.seq <> messages.seq - 1;
      CREATE INDEX messages_apart ON messages (session_id, seq, parent_seq) WHERE parent_seq IS NOT NULL;
      UPDATE sessions SET head_seq = last_seq
      WHERE id IN (SELECT session_id FROM messages WHERE parent_seq IS NOT NULL);
      ALTER TABLE messages DROP COLUMN reply_to;

      -- A folder that is deleted remembers its sessions, so that it comes back with them.
      CREATE TABLE folders (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        name_exact BLOB,
        version INTEGER NOT NULL CHECK (version >= 1),
        created_at INTEGER NOT NULL,
        deleted_at INTEGER,
        held TEXT CHECK ((held IS NULL) = (deleted_at IS NULL))
      ) STRICT, WITHOUT ROWID;

      ALTER TABLE sessions ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
      ALTER TABLE sessions ADD COLUMN folder_id TEXT REFERENCES folders (id);
      -- A JSON array of texts.
      ALTER TABLE sessions ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
      ALTER TABLE sessions ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
      ALTER TABLE sessions ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
      -- Whose words the title is; nobody's while it is empty.
      ALTER TABLE sessions ADD COLUMN title_by TEXT CHECK (title_by IN ('first_message', 'model', 'person'));
      UPDATE sessions SET title_by = 'person' WHERE title <> '';
      CREATE INDEX sessions_by_folder ON sessions (folder_id, updated_at, id)
        WHERE folder_id IS NOT NULL AND deleted_at IS NULL;
      CREATE INDEX sessions_pinned ON sessions (updated_at, id) WHERE pinned = 1 AND deleted_at IS NULL;
      CREATE INDEX sessions_deleted ON sessions (deleted_at, id) WHERE deleted_at IS NOT NULL;

      -- How far each reader has read.
      CREATE TABLE read_marks (
        reader TEXT NOT NULL,
        session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        seq INTEGER NOT NULL CHECK (seq >= 0),
        PRIMARY KEY (reader, session_id)
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
