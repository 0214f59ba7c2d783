import type { Migration } from '../migrate'

/**
 * Under what the answers of bots that may offer them again are found. Each goes with its message; only complete replies
 * have one, so that nothing else that goes costs a look.
 */
export const storedAnswers: Migration = {
  version: 15,
  name: 'stored-answers',
  up(db) {
    db.exec(`
      CREATE TABLE stored_answers (
        message_id TEXT NOT NULL PRIMARY KEY,
        key TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX stored_answers_by_key ON stored_answers (key);
      CREATE TRIGGER stored_answers_removed AFTER DELETE ON messages
      WHEN old.author = 'bot' AND old.status = 'complete' BEGIN
        DELETE FROM stored_answers WHERE message_id = old.id;
      END;
    `)
  },
}
