import type { Database } from 'better-sqlite3'
import { createBulkIndex } from './bulk-index'
import type { BulkIndex } from './bulk-index'

/** With fewer pieces of work in a transaction, most likely one message at most is added: that the triggers do as well. */
const MIN_WORKS = 3

/**
 * Indexes the messages that one transaction adds for searching together, at its end. Where it is undone nothing remains,
 * since all of it stands in the file. Nothing that shares such a transaction may change or delete messages.
 */
export class MessageIndexer {
  readonly #index: BulkIndex
  #gathers = false
  #first: number | null = null
  #last = 0

  constructor(db: Database) {
    this.#index = createBulkIndex(db)
  }

  /** A transaction with so many pieces of work has begun. */
  begin(works: number): void {
    this.#gathers = works >= MIN_WORKS
    this.#first = null
  }

  /** Adds a message; `insert` answers its number. */
  add(insert: () => number): void {
    if (!this.#gathers) {
      insert()
      // One piece of work that adds several is a fork: a whole conversation.
      this.#gathers = true
      return
    }
    if (this.#first === null) this.#index.rest()
    this.#last = insert()
    this.#first ??= this.#last
  }

  /** The transaction is about to be committed. */
  end(): void {
    if (this.#first !== null) this.#index.resume(this.#first, this.#last)
    this.#gathers = false
    this.#first = null
  }
}
