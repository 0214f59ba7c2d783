import type { Migration } from '../migrate'

/**
 * UTF-8 cannot hold a lone surrogate, so a text with one comes back changed. Beside every column that holds what
 * people or models wrote stands its exact UTF-16 now, where the two differ. What was stored before stays as it reads.
 */
export const exactTexts: Migration = {
  version: 2,
  name: 'exact-texts',
  up(db) {
    db.exec(`
      ALTER TABLE bots ADD COLUMN name_exact BLOB;
      ALTER TABLE bots ADD COLUMN emoji_exact BLOB;
      ALTER TABLE bots ADD COLUMN model_exact BLOB;
      ALTER TABLE bots ADD COLUMN instructions_exact BLOB;
      ALTER TABLE sessions ADD COLUMN title_exact BLOB;
      ALTER TABLE turns ADD COLUMN text_exact BLOB;
      ALTER TABLE turns ADD COLUMN partial_text_exact BLOB;
      ALTER TABLE messages ADD COLUMN text_exact BLOB;
      ALTER TABLE devices ADD COLUMN name_exact BLOB;
      ALTER TABLE tokens ADD COLUMN name_exact BLOB;
    `)
  },
}
