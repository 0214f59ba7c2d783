import type { Migration } from '../migrate'

/** Tags are found like titles: a change of either gives the session a new number in `session_titles`. */
export const searchTags: Migration = {
  version: 7,
  name: 'search-tags',
  up(db) {
    db.exec(`
      CREATE TRIGGER session_tags_changed AFTER UPDATE OF tags ON sessions WHEN new.tags <> old.tags BEGIN
        INSERT OR REPLACE INTO session_titles (session_id) VALUES (new.id);
      END;
      CREATE TRIGGER session_tags_added AFTER INSERT ON sessions WHEN new.title = '' AND new.tags <> '[]' BEGIN
        INSERT INTO session_titles (session_id) VALUES (new.id);
      END;
    `)
  },
}
