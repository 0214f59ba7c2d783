import type { Database } from 'better-sqlite3'

const STATE = 0
const WANTED = 1
const FREE = 0
const LENT = 1

/** Two numbers that both threads see: whether the writer is lent, and whether somebody waits for it. */
export function createLeaseMemory(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
}

/** For the thread that owns the writer. */
export function lend(memory: Int32Array): void {
  Atomics.store(memory, WANTED, 0)
  Atomics.store(memory, STATE, LENT)
  Atomics.notify(memory, STATE)
}

export function wantBack(memory: Int32Array): void {
  Atomics.store(memory, WANTED, 1)
}

/**
 * For the thread that borrows the writer: a transaction that it begins only when the owner has let go, and ends as soon as
 * the owner wants it back, so that neither ever waits inside SQLite.
 */
export class WriterLease {
  readonly #db: Database
  readonly #memory: Int32Array
  readonly #tell: (what: 'want' | 'returned') => void
  #isHeld = false

  constructor(db: Database, memory: Int32Array, tell: (what: 'want' | 'returned') => void) {
    this.#db = db
    this.#memory = memory
    this.#tell = tell
  }

  get isWanted(): boolean {
    return Atomics.load(this.#memory, WANTED) === 1
  }

  /** Waits until the writer is free, and begins a transaction. Does nothing where one is open. */
  take(): void {
    if (this.#isHeld) return
    this.#tell('want')
    Atomics.wait(this.#memory, STATE, FREE)
    this.#isHeld = true
    this.#db.exec('BEGIN IMMEDIATE')
  }

  /** Commits and lets go. */
  giveBack(): void {
    if (!this.#isHeld) return
    try {
      this.#db.exec('COMMIT')
    } finally {
      this.#letGo()
    }
  }

  /** Lets go of whatever is held, undone where it was not committed. */
  abandon(): void {
    if (!this.#isHeld) return
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
    this.#letGo()
  }

  #letGo(): void {
    this.#isHeld = false
    Atomics.store(this.#memory, STATE, FREE)
    this.#tell('returned')
  }
}
