import type { Migration } from '../migrate'

/**
 * A session that is purged from the bin is marked first and removed little by little: `purged_at` says that nothing brings
 * it back, however far that has come. And indexes for the lists that show few of many sessions.
 */
export const bin: Migration = {
  version: 6,
  name: 'bin',
  up(db) {
    db.exec(`
      ALTER TABLE sessions ADD COLUMN purged_at INTEGER CHECK (purged_at IS NULL OR deleted_at IS NOT NULL);
      CREATE INDEX sessions_purged ON sessions (id) WHERE purged_at IS NOT NULL;
      CREATE INDEX sessions_archived ON sessions (updated_at, id) WHERE archived = 1 AND deleted_at IS NULL;
      CREATE INDEX sessions_tagged ON sessions (updated_at, id) WHERE tags <> '[]';
      CREATE INDEX read_marks_by_session ON read_marks (session_id);
    `)
  },
}
