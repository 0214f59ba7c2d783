import type { Database } from 'better-sqlite3'
import type { LoadPin } from '@shared/model/load-plan'
import { modelKey } from '@shared/model/model-name'

interface Row extends LoadPin {
  readonly name: string
}

/** What the owner pinned about the loading of models. */
export function createLoadPinTable(db: Database) {
  const select = db.prepare<[], Row>(
    `SELECT name, context_length AS contextLength, num_gpu AS numGpu, num_batch AS numBatch
     FROM load_pins ORDER BY model_key`,
  )
  const replace = db.prepare<[string, string, number | null, number | null, number | null]>(
    'INSERT OR REPLACE INTO load_pins (model_key, name, context_length, num_gpu, num_batch) VALUES (?, ?, ?, ?, ?)',
  )
  const remove = db.prepare<[string]>('DELETE FROM load_pins WHERE model_key = ?')

  return {
    list: (): readonly { readonly name: string; readonly pin: LoadPin }[] =>
      select.all().map(({ name, ...pin }) => ({ name, pin })),

    set: (name: string, pin: LoadPin | null): void => {
      if (pin === null) remove.run(modelKey(name))
      else replace.run(modelKey(name), name, pin.contextLength, pin.numGpu, pin.numBatch)
    },
  }
}
