import type { Migration } from '../migrate'

/** What the owner pinned about the loading of models: one row a model, whatever server has it and whether it is there. */
export const loadPins: Migration = {
  version: 10,
  name: 'load-pins',
  up(db) {
    db.exec(`
      CREATE TABLE load_pins (
        model_key TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        context_length INTEGER,
        num_gpu INTEGER,
        num_batch INTEGER
      ) STRICT, WITHOUT ROWID;
    `)
  },
}
