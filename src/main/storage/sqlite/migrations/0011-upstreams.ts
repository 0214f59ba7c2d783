import type { Migration } from '../migrate'

/** The Ollama servers. The first one was always there: its address is a setting, so it is not here. */
export const upstreams: Migration = {
  version: 11,
  name: 'upstreams',
  up(db) {
    db.exec(`
      CREATE TABLE upstreams (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        address TEXT CHECK (address IS NOT NULL OR id = 'default'),
        weight INTEGER NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),
        drained INTEGER NOT NULL DEFAULT 0 CHECK (drained IN (0, 1)),
        version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
        created_at INTEGER NOT NULL,
        removed_at INTEGER
      ) STRICT, WITHOUT ROWID;
      INSERT INTO upstreams (id, name, created_at) VALUES ('default', 'Ollama', 0);
    `)
  },
}
