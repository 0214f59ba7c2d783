import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { picturePath, UNFINISHED } from '../../core/attachments/attachment-files.ts'
import { FILE_MODE } from './data-files.ts'

const DIRECTORY_MODE = 0o700

/** The pictures beside the database, for a thread of its own, which may wait for the disk. */
export class PictureFolder {
  readonly #dataDirectory: string

  constructor(dataDirectory: string) {
    this.#dataDirectory = dataDirectory
  }

  has(hash: string): boolean {
    return statSync(this.#pathOf(hash), { throwIfNoEntry: false }) !== undefined
  }

  /** Null where it is not here. */
  read(hash: string): Buffer | null {
    return this.has(hash) ? readFileSync(this.#pathOf(hash)) : null
  }

  /** On the disk, whole, when it returns. Does nothing where it is there. */
  write(hash: string, bytes: Buffer): void {
    if (this.has(hash)) return
    const path = this.#pathOf(hash)
    mkdirSync(dirname(path), { recursive: true, mode: DIRECTORY_MODE })
    const unfinished = join(dirname(dirname(path)), `${UNFINISHED}import-${hash}`)
    try {
      const file = openSync(unfinished, 'w', FILE_MODE)
      try {
        writeSync(file, bytes)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(unfinished, path)
    } catch (error) {
      rmSync(unfinished, { force: true })
      throw error
    }
  }

  #pathOf(hash: string): string {
    return picturePath(this.#dataDirectory, hash)
  }
}
