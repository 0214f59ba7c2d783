import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const NAME = 'attachments'
/** For the owner's eyes only, like everything in the data directory. */
const DIRECTORY_MODE = 0o700
const FILE_MODE = 0o600
/** Begins the name of a file that is not written to its end. */
export const UNFINISHED = 'new-'

/** Where the bytes of a picture lie. `hash` is SHA-256 in hex, so the path stays inside. */
export function picturePath(dataDirectory: string, hash: string): string {
  return join(dataDirectory, NAME, hash.slice(0, 2), hash)
}

/** Pictures by their content: `attachments/ab/abcd…`, written whole or not at all, and never again. */
export class AttachmentFiles {
  readonly #dataDirectory: string
  readonly #path: string
  #written = 0

  /** Makes the directory, and removes what a controller that died had begun to write. */
  constructor(dataDirectory: string) {
    this.#dataDirectory = dataDirectory
    this.#path = join(dataDirectory, NAME)
    mkdirSync(this.#path, { recursive: true, mode: DIRECTORY_MODE })
    for (const name of readdirSync(this.#path))
      if (name.startsWith(UNFINISHED)) rmSync(join(this.#path, name), { force: true })
  }

  pathOf(hash: string): string {
    return picturePath(this.#dataDirectory, hash)
  }

  /** Whether it is there, with so many bytes. */
  async has(hash: string, size: number): Promise<boolean> {
    try {
      return (await stat(this.pathOf(hash))).size === size
    } catch {
      return false
    }
  }

  /** On the disk when it resolves. Does nothing where it is there. */
  async write(hash: string, bytes: Buffer): Promise<void> {
    if (await this.has(hash, bytes.length)) return
    const unfinished = join(this.#path, `${UNFINISHED}${String(++this.#written)}-${hash}`)
    const directory = join(this.#path, hash.slice(0, 2))
    try {
      const file = await open(unfinished, 'w', FILE_MODE)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE })
      await rename(unfinished, this.pathOf(hash))
      await syncDirectory(directory)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
  }

  /** Rejects where it is not there. */
  read(hash: string): Promise<Buffer> {
    return readFile(this.pathOf(hash))
  }

  async remove(hash: string): Promise<void> {
    await rm(this.pathOf(hash), { force: true })
  }
}

/** So that the name outlives a power cut too. Windows opens no directories and does this by itself. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
