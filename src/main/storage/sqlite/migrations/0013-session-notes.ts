import type { Migration } from '../migrate'

/**
 * What of a session its bot is always told: notes and the numbers of pinned messages, as one JSON object, since it is read
 * and written whole. Null for nearly all sessions.
 */
export const sessionNotes: Migration = {
  version: 13,
  name: 'session-notes',
  up(db) {
    db.exec('ALTER TABLE sessions ADD COLUMN notes TEXT')
  },
}
