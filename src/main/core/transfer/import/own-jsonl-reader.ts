import { isUtf8 } from 'node:buffer'
import { ByteWindow } from './byte-window.ts'
import type { ReadBytes } from './byte-window.ts'
import type { ImportItem, ImportReader } from './import-items.ts'
import { ImportProblem } from './import-problem.ts'
import { ownItem, parsed, requireHeader } from './own-items.ts'
import { endSchema } from './own-schemas.ts'

const NEWLINE = 0x0a
/** Of one line; a message of ours is far smaller. */
const MAX_LINE_BYTES = 268_435_456

/** Our JSON Lines, line by line. */
export class OwnJsonlReader implements ImportReader {
  readonly source = 'port8000'
  readonly #window: ByteWindow
  readonly #counts = { bot: 0, folder: 0, session: 0, message: 0, picture: 0 }
  #line = 0
  #hasEnded = false

  constructor(read: ReadBytes) {
    this.#window = new ByteWindow(read, MAX_LINE_BYTES)
  }

  position(): number {
    return this.#window.position
  }

  place(): string {
    return `line ${this.#line}`
  }

  *items(): Generator<ImportItem> {
    const place = (): string => this.place()
    for (const value of this.#objects()) {
      if (this.#hasEnded) this.#fail('There is more after the end')
      const type = value['type']
      if (this.#line === 1) requireHeader(value, place)
      else if (type === 'end') this.#end(value)
      else if (isKnown(type)) {
        this.#counts[type] += 1
        yield* ownItem(type, value, place)
      } else this.#fail('This line is none that belongs in an export')
    }
    if (!this.#hasEnded) this.#fail('The file was cut off: its last line is missing')
  }

  #end(value: unknown): void {
    const { sessions, messages } = parsed(endSchema, value, 'end', () => this.place())
    if (sessions !== this.#counts.session || messages !== this.#counts.message)
      this.#fail('The end counts something else than there is: a part is missing')
    this.#hasEnded = true
  }

  *#objects(): Generator<Record<string, unknown>> {
    for (let line = this.#next(); line !== null; line = this.#next()) {
      this.#line += 1
      const value = this.#parse(line)
      if (value !== null) yield value
    }
  }

  #parse(line: Buffer): Record<string, unknown> | null {
    if (!isUtf8(line)) this.#fail('This is not UTF-8 text')
    const text = line.toString('utf8')
    if (text.trim() === '') return null
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
    } catch {
      // Told below, as every line that is no object.
    }
    return this.#fail('This line is not a JSON object')
  }

  /** Null at the end. The bytes hold until the next call. */
  #next(): Buffer | null {
    const window = this.#window
    let from = 0
    for (;;) {
      const found = window.bytes.subarray(0, window.end).indexOf(NEWLINE, window.at + from)
      if (found >= 0) return this.#taken(found, 1)
      from = window.end - window.at
      if (!this.#more()) return window.end > window.at ? this.#taken(window.end, 0) : null
    }
  }

  #taken(end: number, more: number): Buffer {
    const line = this.#window.bytes.subarray(this.#window.at, end)
    this.#window.at = end + more
    return line
  }

  #more(): boolean {
    try {
      return this.#window.more()
    } catch {
      return this.#fail('This line is larger than 256 MB')
    }
  }

  #fail(what: string): never {
    throw new ImportProblem(what, this.place())
  }
}

type Kind = 'bot' | 'folder' | 'session' | 'message' | 'picture'
const KINDS: ReadonlySet<unknown> = new Set<Kind>([
  'bot',
  'folder',
  'session',
  'message',
  'picture',
])

function isKnown(type: unknown): type is Kind {
  return KINDS.has(type)
}
