import type { Migration } from '../migrate'

/**
 * What bots ask of their engines besides temperature and length, and what is known of messages besides their text: each a
 * JSON object, since it is read and written whole and never searched. Most messages have none. Without a
 * check on messages: it would read all of them, a million perhaps, before the controller starts.
 */
export const optionsAndDetails: Migration = {
  version: 8,
  name: 'options-and-details',
  up(db) {
    db.exec(`
      ALTER TABLE bots ADD COLUMN options TEXT NOT NULL DEFAULT '{}' CHECK (json_type(options) = 'object');
      ALTER TABLE messages ADD COLUMN details TEXT;
      ALTER TABLE turns ADD COLUMN details TEXT;
    `)
  },
}
