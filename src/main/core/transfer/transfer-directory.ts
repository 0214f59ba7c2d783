import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

const NAME = 'transfers'
/** For the owner's eyes only, like everything in the data directory. */
const MODE = 0o700

/** Where files lie that are being made, fetched or brought in. Nothing in it outlives the controller. */
export class TransferDirectory {
  readonly #path: string

  /** Makes it, and removes what a controller that died left there. */
  constructor(dataDirectory: string) {
    this.#path = join(dataDirectory, NAME)
    mkdirSync(this.#path, { recursive: true, mode: MODE })
    for (const name of readdirSync(this.#path))
      rmSync(join(this.#path, name), { recursive: true, force: true })
  }

  pathOf(name: string): string {
    return join(this.#path, name)
  }

  async remove(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true })
  }
}
