import type { Migration } from '../migrate'

/**
 * What was done, by whom, to what, and with what outcome. A row outlives what it names, so nothing here refers to another
 * table; and it is never changed or deleted, whoever tries.
 */
export const audit: Migration = {
  version: 12,
  name: 'audit',
  up(db) {
    db.exec(`
      CREATE TABLE audit (
        id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        action TEXT NOT NULL,
        actor TEXT,
        bot_id TEXT NOT NULL,
        session_id TEXT NOT NULL,
        turn_id TEXT NOT NULL,
        subject TEXT NOT NULL,
        details TEXT NOT NULL CHECK (json_type(details) = 'object')
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
      CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is not deleted'); END;
    `)
  },
}
