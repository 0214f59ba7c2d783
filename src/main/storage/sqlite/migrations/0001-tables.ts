import type { Migration } from '../migrate'

/**
 * Times are epoch milliseconds, UTC. Ids are text that sorts by time. Columns that name an error code, a colour or a
 * model are free text: those lists grow without a migration.
 */
export const tables: Migration = {
  version: 1,
  name: 'tables',
  up(db) {
    db.exec(`
      CREATE TABLE bots (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        color TEXT NOT NULL,
        emoji TEXT NOT NULL,
        engine TEXT NOT NULL CHECK (engine IN ('ollama', 'guide')),
        model TEXT,
        instructions TEXT NOT NULL,
        temperature REAL NOT NULL CHECK (temperature BETWEEN 0 AND 2),
        max_tokens INTEGER NOT NULL CHECK (max_tokens >= 1),
        version INTEGER NOT NULL CHECK (version >= 1),
        launched INTEGER NOT NULL DEFAULT 0 CHECK (launched IN (0, 1)),
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        deleted_at INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE sessions (
        id TEXT NOT NULL PRIMARY KEY,
        bot_id TEXT NOT NULL REFERENCES bots (id),
        title TEXT NOT NULL,
        last_seq INTEGER NOT NULL CHECK (last_seq >= 0),
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        deleted_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX sessions_by_use ON sessions (updated_at, id) WHERE deleted_at IS NULL;
      CREATE INDEX sessions_by_bot ON sessions (bot_id, updated_at, id) WHERE deleted_at IS NULL;

      -- message_id names no row while the message waits, or where it was withdrawn.
      CREATE TABLE turns (
        id TEXT NOT NULL PRIMARY KEY,
        session_id TEXT NOT NULL REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
        message_id TEXT NOT NULL,
        client_message_id TEXT,
        state TEXT NOT NULL CHECK (state IN
          ('queued', 'running', 'done', 'stopped', 'failed', 'interrupted', 'withdrawn')),
        text TEXT CHECK ((text IS NOT NULL) = (state = 'queued')),
        partial_text TEXT CHECK (partial_text IS NULL OR state = 'running'),
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER CHECK ((ended_at IS NULL) = (state IN ('queued', 'running'))),
        UNIQUE (session_id, client_message_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX turns_open ON turns (state, session_id, created_at, id) WHERE ended_at IS NULL;

      -- The row's own number stays when a file is compacted, so a full-text index can name rows by it.
      CREATE TABLE messages (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        session_id TEXT NOT NULL REFERENCES sessions (id),
        seq INTEGER NOT NULL CHECK (seq >= 1),
        author TEXT NOT NULL CHECK (author IN ('person', 'bot')),
        text TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('complete', 'stopped', 'failed', 'interrupted')),
        turn_id TEXT REFERENCES turns (id),
        reply_to TEXT REFERENCES messages (id),
        client_message_id TEXT,
        error_code TEXT,
        error_message TEXT CHECK ((error_message IS NULL) = (error_code IS NULL)),
        error_retry_after_ms INTEGER,
        model TEXT,
        metrics TEXT,
        created_at INTEGER NOT NULL,
        UNIQUE (session_id, seq)
      ) STRICT;

      CREATE TABLE devices (
        id TEXT NOT NULL PRIMARY KEY,
        secret_hash TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('viewer', 'member', 'owner')),
        created_at INTEGER NOT NULL,
        last_seen_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE tokens (
        id TEXT NOT NULL PRIMARY KEY,
        secret_hash TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('viewer', 'member', 'owner')),
        created_at INTEGER NOT NULL,
        last_used_at INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE links (
        code_hash TEXT NOT NULL PRIMARY KEY,
        role TEXT NOT NULL CHECK (role IN ('viewer', 'member', 'owner')),
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE checks (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        checked_at INTEGER NOT NULL
      ) STRICT;
    `)
  },
}
