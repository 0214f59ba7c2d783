import type { Database } from 'better-sqlite3'
import type { ComposeOptions } from '@main/controller'
import { migrations } from '@main/storage/sqlite/migrations/index'
import { prepareDatabase } from '@main/storage/sqlite/prepare-database'
import { createStoragePort } from '@main/storage/sqlite/storage-port'

/** The real store on a disk that a test can fill, or take away the right to write to, while the controller runs. */
export class SwitchableStorage {
  #db: Database | null = null

  readonly open: ComposeOptions['openStorage'] = async ({ dataDirectory, log }) => {
    const now = Date.now
    this.#db = prepareDatabase({ directory: dataDirectory, migrations, log, now })
    return createStoragePort({ db: this.#db, log, now, onClosed: () => undefined })
  }

  /** No page more than there are. */
  fill(): void {
    this.#pragma(`max_page_count = ${String(this.#db?.pragma('page_count', { simple: true }))}`)
  }

  makeRoom(): void {
    this.#pragma('max_page_count = 1000000')
  }

  setReadOnly(isReadOnly: boolean): void {
    this.#pragma(`query_only = ${isReadOnly ? 'ON' : 'OFF'}`)
  }

  #pragma(pragma: string): void {
    this.#db?.pragma(pragma)
  }
}
