import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { FILE_MODE } from './data-files.ts'

const CHUNK_CHARACTERS = 262_144

/** A new file, written in large pieces; the thread that writes waits for the disk, so nothing piles up in memory. */
export class FileSink {
  readonly #path: string
  readonly #file: number
  #waiting: string[] = []
  #characters = 0
  #bytes = 0

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(path, 'wx', FILE_MODE)
  }

  write(text: string): void {
    this.#waiting.push(text)
    this.#characters += text.length
    if (this.#characters >= CHUNK_CHARACTERS) this.#flush()
  }

  /** Answers how many bytes the file has. */
  close(): number {
    this.#flush()
    closeSync(this.#file)
    return this.#bytes
  }

  discard(): void {
    closeSync(this.#file)
    rmSync(this.#path, { force: true })
  }

  #flush(): void {
    const bytes = Buffer.from(this.#waiting.join(''))
    this.#waiting = []
    this.#characters = 0
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at)
    this.#bytes += bytes.length
  }
}
