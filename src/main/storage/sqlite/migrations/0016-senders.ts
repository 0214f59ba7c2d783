import type { Migration } from '../migrate'

/** Who sent a message that waits, as `readerOf` names them. Null where it waited before that was kept. */
export const senders: Migration = {
  version: 16,
  name: 'senders',
  up(db) {
    db.exec('ALTER TABLE turns ADD COLUMN sender TEXT')
  },
}
