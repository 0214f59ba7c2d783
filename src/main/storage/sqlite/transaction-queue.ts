import type { Database } from 'better-sqlite3'
import { faultOf } from './sqlite-fault'

interface Waiting {
  /** Does the work and keeps its result; throws what the work throws. */
  run(): void
  resolve(): void
  reject(error: unknown): void
}

/** `immediate` is a writer from its beginning; `deferred` becomes one with its first write. */
type Mode = 'immediate' | 'deferred'

/** Somebody with a connection of their own, who writes now. */
interface Borrower {
  /** Work waits: let go as soon as you can. */
  readonly wantBack: () => void
  readonly returned: Promise<void>
}

/** Somebody who does more in every transaction. Neither may be called outside of one. */
interface Companion {
  /** First of all; `works` is how many pieces of work follow. */
  begin(works: number): void
  /** After all work. What it throws undoes the transaction. */
  end(): void
}

interface Failure {
  /** For the caller. */
  readonly error: unknown
  readonly isReadOnly: boolean
}

/**
 * Puts work in transactions. What is asked for during one turn of the event loop shares one, so that a hundred small
 * writes pay for one commit. Each is still whole or not at all: where one fails, all are undone and each is done again
 * in a transaction of its own. Work runs in the order it came, and no result is told before it is committed.
 */
export class TransactionQueue {
  readonly #transact: (batch: readonly Waiting[], mode: Mode) => void
  readonly #toCallerError: (error: unknown) => unknown
  #waiting: Waiting[] = []
  #begun = false
  #borrower: Borrower | null = null

  /** `toCallerError` makes what work is rejected with of what was thrown. */
  constructor(db: Database, toCallerError: (error: unknown) => unknown, companion?: Companion) {
    const transaction = db.transaction((batch: readonly Waiting[]) => {
      this.#begun = true
      companion?.begin(batch.length)
      for (const work of batch) work.run()
      companion?.end()
    })
    this.#transact = (batch, mode) => transaction[mode](batch)
    this.#toCallerError = toCallerError
  }

  /** `work` is synchronous SQL and may run twice; of the first time nothing remains. */
  add<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: T
      if (this.#waiting.length === 0) setImmediate(() => this.flush())
      this.#waiting.push({
        run: () => {
          result = work()
        },
        resolve: () => resolve(result),
        reject,
      })
    })
  }

  /** For work that has a transaction of its own: it runs after all that came before it. */
  async alone<T>(work: () => T): Promise<T> {
    while (this.#borrower) {
      this.#borrower.wantBack()
      await this.#borrower.returned
    }
    this.flush()
    try {
      return work()
    } catch (error) {
      throw this.#toCallerError(error)
    }
  }

  /**
   * Nothing of ours runs until the function that this answers is called: so somebody else can write without either waiting
   * inside SQLite, which would hold up everything. `wantBack` is called when work waits. Lends to one at a time.
   */
  lend(wantBack: () => void): () => void {
    if (this.#borrower) throw new Error('The writer is lent already.')
    let resolve = (): void => undefined
    const returned = new Promise<void>((done) => (resolve = done))
    this.#borrower = { wantBack, returned }
    if (this.#waiting.length > 0) wantBack()
    return () => {
      this.#borrower = null
      this.flush()
      resolve()
    }
  }

  /** Does now what waits, or as soon as the writer is back. */
  flush(): void {
    const batch = this.#waiting
    if (batch.length === 0) return
    if (this.#borrower) {
      this.#borrower.wantBack()
      return
    }
    this.#waiting = []
    const failure = this.#attempt(batch, 'immediate')
    if (failure === null) return
    const mode = this.#modeOfSecondTry(batch, failure)
    for (const work of batch) {
      const own = mode === null ? failure : this.#attempt([work], mode)
      if (own !== null) work.reject(own.error)
    }
  }

  /** How each is tried by itself; null where that would change nothing. */
  #modeOfSecondTry(batch: readonly Waiting[], { isReadOnly }: Failure): Mode | null {
    if (this.#begun) return batch.length > 1 ? 'immediate' : null
    // A file that may not be written to lets no writer begin, but whoever only reads need not be one. Where a transaction
    // could not begin for another reason, trying again for each would only make everybody wait longer.
    return isReadOnly ? 'deferred' : null
  }

  /** Answers what went wrong, or null once it is committed and told. */
  #attempt(batch: readonly Waiting[], mode: Mode): Failure | null {
    this.#begun = false
    try {
      this.#transact(batch, mode)
    } catch (error) {
      return { error: this.#toCallerError(error), isReadOnly: faultOf(error) === 'read_only' }
    }
    for (const work of batch) work.resolve()
    return null
  }
}
