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

/**
 * Marks that begin the words of the column `facts`. They are private-use characters, which the tokenizer takes for letters
 * and nobody can search for, so a fact is never taken for something that was said.
 */
export const FACT_MARKS = { code: '\ue000', bot: '\ue001', session: '\ue002' } as const

/** A block of 1,024 messages knows the days it spans. */
export const BLOCK_BITS = 10
export const DAY_MS = 86_400_000

// Counting bytes first: most texts are not looked through at all.
const hasUnspaced = (text: string) =>
  `octet_length(${text}) > length(${text}) AND ${text} GLOB '*[${RANGES}]*'`
// Two spaces at the end, so that the last characters begin a trigram as well: one or two are found by what they begin.
const padded = (text: string) => `${text} || '  '`
/** Said less exactly than it is: whoever searches looks at the rows that this narrows down to. */
const factsOf = (row: string) => `iif(instr(${row}.text, '\`\`\`') > 0, '${FACT_MARKS.code}c ', '')
  || '${FACT_MARKS.bot}' || (SELECT replace(bot_id, '-', '') FROM sessions WHERE id = ${row}.session_id)
  || coalesce(' ${FACT_MARKS.bot}' || replace(${row}.bot_id, '-', ''), '')
  || ' ${FACT_MARKS.session}' || substr(replace(${row}.session_id, '-', ''), -12)`

/** Everything the indexes hold of rows; `and` narrows them down. */
const add = (from: string, row: string) => `
  INSERT INTO message_words (rowid, text, facts) SELECT ${row}.number, ${row}.text, ${factsOf(row)} ${from};
  INSERT INTO message_trigrams (rowid, text)
    SELECT ${row}.number, ${padded(`${row}.text`)} ${from} AND ${hasUnspaced(`${row}.text`)};
  INSERT INTO message_days (block, first_day, last_day)
    SELECT ${row}.number >> ${BLOCK_BITS}, ${row}.created_at / ${DAY_MS}, ${row}.created_at / ${DAY_MS} ${from}
    ON CONFLICT (block) DO UPDATE SET first_day = min(first_day, excluded.first_day),
      last_day = max(last_day, excluded.last_day)
    WHERE excluded.first_day < first_day OR excluded.last_day > last_day;`
const remove = `
  INSERT INTO message_words (message_words, rowid, text, facts) VALUES ('delete', old.number, old.text, ${factsOf('old')});
  INSERT INTO message_trigrams (message_trigrams, rowid, text)
    SELECT 'delete', old.number, ${padded('old.text')} WHERE ${hasUnspaced('old.text')};`
const isIndexed = (row: string) => `${row}.number >= (SELECT indexed_from FROM search_progress)`

/** What indexes messages that were there before, from one number to another, for each of its statements. */
export const INDEX_MESSAGES = add('FROM messages AS m WHERE m.number BETWEEN ? AND ?', 'm')
  .split(';')
  .filter((statement) => statement.trim() !== '')

/** So few are indexed at once, in the twinkling of an eye. */
const MAX_AT_ONCE = 2_000

/**
 * The indexes of migration 3 made anew, with what filters ask for beside the words: whether there is code, which bot's
 * session and which session it is, and which days 1,024 messages span. `indexed_from` is the lowest number that is indexed:
 * what is written from now on is indexed by the triggers, in the transaction that writes it, and what was there before in
 * the background, from the newest to the oldest, however many there are.
 *
 * The numbers in `session_titles` grow with every change of a title, so whoever keeps titles reads only the new ones.
 */
export const searchIndex: Migration = {
  version: 5,
  name: 'search-index',
  up(db) {
    db.exec(`
      DROP TRIGGER message_words_added;
      DROP TRIGGER message_words_removed;
      DROP TRIGGER message_words_changed;
      DROP TRIGGER message_trigrams_added;
      DROP TRIGGER message_trigrams_removed;
      DROP TRIGGER message_trigrams_left;
      DROP TRIGGER message_trigrams_changed;
      DROP TABLE message_words;
      DROP TABLE message_trigrams;

      CREATE VIRTUAL TABLE message_words USING fts5 (
        text, facts, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
      );
      CREATE VIRTUAL TABLE message_trigrams USING fts5 (
        text, content = '', columnsize = 0, detail = none, tokenize = 'trigram remove_diacritics 1'
      );
      CREATE TABLE message_days (
        block INTEGER PRIMARY KEY,
        first_day INTEGER NOT NULL,
        last_day INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE search_progress (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        indexed_from INTEGER NOT NULL
      ) STRICT;
      INSERT INTO search_progress (id, indexed_from) SELECT 1, coalesce(max(number), 0) + 1 FROM messages;

      CREATE TRIGGER message_index_added AFTER INSERT ON messages WHEN ${isIndexed('new')} BEGIN
        ${add('WHERE true', 'new')}
      END;
      CREATE TRIGGER message_index_removed AFTER DELETE ON messages WHEN ${isIndexed('old')} BEGIN
        ${remove}
      END;
      CREATE TRIGGER message_index_changed AFTER UPDATE OF text ON messages WHEN ${isIndexed('old')} BEGIN
        ${remove}
        ${add('WHERE true', 'new')}
      END;

      CREATE TABLE session_titles (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        session_id TEXT NOT NULL UNIQUE
      ) STRICT;
      INSERT INTO session_titles (session_id) SELECT id FROM sessions WHERE title <> '' ORDER BY updated_at, id;
      CREATE TRIGGER session_title_added AFTER INSERT ON sessions WHEN new.title <> '' BEGIN
        INSERT INTO session_titles (session_id) VALUES (new.id);
      END;
      CREATE TRIGGER session_title_changed AFTER UPDATE OF title ON sessions WHEN new.title <> old.title BEGIN
        INSERT OR REPLACE INTO session_titles (session_id) VALUES (new.id);
      END;
      CREATE TRIGGER session_title_removed AFTER DELETE ON sessions BEGIN
        DELETE FROM session_titles WHERE session_id = old.id;
      END;
    `)
    const newest =
      db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM messages').pluck().get() ?? 0
    const count =
      db
        .prepare<[], number>(
          `SELECT count(*) FROM (SELECT 1 FROM messages LIMIT ${MAX_AT_ONCE + 1})`,
        )
        .pluck()
        .get() ?? 0
    if (count > MAX_AT_ONCE) return
    for (const statement of INDEX_MESSAGES) db.prepare<[number, number]>(statement).run(0, newest)
    db.exec('UPDATE search_progress SET indexed_from = 0')
  },
}
