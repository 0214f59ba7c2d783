import type { Migration } from '../migrate'

/**
 * People, and whose everything is. Until now there was nobody but whoever installed the controller: all devices and tokens
 * are theirs, each with the rights it has, and so is every conversation, folder and picture. So what was there is private
 * to them, and every token they made still reads what it could read. How far a token had read told nobody anything; from now on it
 * reads as its person.
 */
export const people: Migration = {
  version: 17,
  name: 'people',
  up(db) {
    db.exec(`
      CREATE TABLE people (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('viewer', 'member', 'owner')),
        ends_at INTEGER,
        -- A JSON object: how bots may be used that may not be used as usual.
        bots TEXT NOT NULL DEFAULT '{}',
        version INTEGER NOT NULL CHECK (version >= 1),
        created_at INTEGER NOT NULL,
        removed_at INTEGER
      ) STRICT, WITHOUT ROWID;
      INSERT INTO people (id, name, role, version, created_at)
        VALUES ('owner', 'Owner', 'owner', 1, CAST(unixepoch('subsec') * 1000 AS INTEGER));

      ALTER TABLE devices ADD COLUMN person_id TEXT NOT NULL DEFAULT 'owner';
      ALTER TABLE tokens ADD COLUMN person_id TEXT NOT NULL DEFAULT 'owner';
      ALTER TABLE links ADD COLUMN person_id TEXT NOT NULL DEFAULT 'owner';
      ALTER TABLE folders ADD COLUMN person_id TEXT NOT NULL DEFAULT 'owner';
      ALTER TABLE sessions ADD COLUMN person_id TEXT NOT NULL DEFAULT 'owner';
      -- A JSON object; null while it is private.
      ALTER TABLE sessions ADD COLUMN sharing TEXT;

      -- Who brought a picture: they see it before any message has it.
      CREATE TABLE attachment_people (
        hash TEXT NOT NULL,
        person_id TEXT NOT NULL,
        PRIMARY KEY (hash, person_id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO attachment_people (hash, person_id) SELECT hash, 'owner' FROM attachments;

      -- Devices and tokens were their own senders; what waits is their person's.
      UPDATE turns SET sender = 'owner' WHERE ended_at IS NULL AND sender IS NOT NULL;

      DELETE FROM read_marks WHERE reader <> 'owner';
    `)
  },
}
