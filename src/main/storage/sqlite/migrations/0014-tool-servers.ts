import type { Migration } from '../migrate'

/** Servers of the Model Context Protocol. `target` and `told` are JSON: how one is reached, and what it told last. */
export const toolServers: Migration = {
  version: 14,
  name: 'tool-servers',
  up(db) {
    db.exec(`
      CREATE TABLE tool_servers (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        target TEXT NOT NULL,
        enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
        version INTEGER NOT NULL CHECK (version >= 1),
        created_at INTEGER NOT NULL,
        told TEXT NOT NULL,
        removed_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX tool_servers_by_name ON tool_servers (name) WHERE removed_at IS NULL;
    `)
  },
}
