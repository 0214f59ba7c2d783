import type { Migration } from '../migrate'

/**
 * Scripts that put no spaces between words, or stick endings to them: Thai to Myanmar, Hangul jamo, Khmer, everything
 * from the CJK radicals to Yi, Hangul syllables, and what was added beyond.
 */
const UNSPACED = [
  [0x0e00, 0x109f],
  [0x1100, 0x11ff],
  [0x1780, 0x17ff],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7ff],
  [0xf900, 0xfaff],
  [0x20000, 0x3ffff],
] as const

const RANGES = UNSPACED.map(
  ([first, last]) => `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`,
).join('')
// Counting bytes first: most texts are not looked through at all.
const hasUnspaced = (text: string) =>
  `octet_length(${text}) > length(${text}) AND ${text} GLOB '*[${RANGES}]*'`
// Two spaces at the end, so that the last characters begin a trigram as well: one or two are found by what they begin.
const padded = (text: string) => `${text} || '  '`

/**
 * Two indexes over what was said, kept by triggers, so whoever writes a row also writes the index, in the same
 * transaction. Neither holds the texts: those are in `messages`. Words are indexed for every message; trigrams, which cost
 * three times as much to write, only for texts in scripts where words do not help.
 */
export const messageSearch: Migration = {
  version: 3,
  name: 'message-search',
  up(db) {
    db.exec(`
      CREATE VIRTUAL TABLE message_words USING fts5 (
        text, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
      );
      CREATE VIRTUAL TABLE message_trigrams USING fts5 (
        text, content = '', columnsize = 0, detail = none, tokenize = 'trigram remove_diacritics 1'
      );

      INSERT INTO message_words (rowid, text) SELECT number, text FROM messages;
      INSERT INTO message_trigrams (rowid, text)
        SELECT number, ${padded('text')} FROM messages WHERE ${hasUnspaced('text')};

      CREATE TRIGGER message_words_added AFTER INSERT ON messages BEGIN
        INSERT INTO message_words (rowid, text) VALUES (new.number, new.text);
      END;
      CREATE TRIGGER message_words_removed AFTER DELETE ON messages BEGIN
        INSERT INTO message_words (message_words, rowid, text) VALUES ('delete', old.number, old.text);
      END;
      CREATE TRIGGER message_words_changed AFTER UPDATE OF number, text ON messages BEGIN
        INSERT INTO message_words (message_words, rowid, text) VALUES ('delete', old.number, old.text);
        INSERT INTO message_words (rowid, text) VALUES (new.number, new.text);
      END;

      CREATE TRIGGER message_trigrams_added AFTER INSERT ON messages WHEN ${hasUnspaced('new.text')} BEGIN
        INSERT INTO message_trigrams (rowid, text) VALUES (new.number, ${padded('new.text')});
      END;
      CREATE TRIGGER message_trigrams_removed AFTER DELETE ON messages WHEN ${hasUnspaced('old.text')} BEGIN
        INSERT INTO message_trigrams (message_trigrams, rowid, text)
          VALUES ('delete', old.number, ${padded('old.text')});
      END;
      CREATE TRIGGER message_trigrams_left AFTER UPDATE OF number, text ON messages
      WHEN ${hasUnspaced('old.text')} BEGIN
        INSERT INTO message_trigrams (message_trigrams, rowid, text)
          VALUES ('delete', old.number, ${padded('old.text')});
      END;
      CREATE TRIGGER message_trigrams_changed AFTER UPDATE OF number, text ON messages
      WHEN ${hasUnspaced('new.text')} BEGIN
        INSERT INTO message_trigrams (rowid, text) VALUES (new.number, ${padded('new.text')});
      END;
    `)
  },
}
