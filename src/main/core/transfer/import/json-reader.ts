import { isUtf8 } from 'node:buffer'
import { ByteWindow } from './byte-window.ts'
import type { ReadBytes } from './byte-window.ts'
import { ImportProblem } from './import-problem.ts'

/** One value that has to be looked at as a whole: a message of ours, a conversation of others. */
const MAX_VALUE_BYTES = 268_435_456

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const COMMA = 0x2c
const COLON = 0x3a

/**
 * Walks through a JSON document of any size, member by member, and makes values only of the parts that are asked for.
 * Everything wrong with the document is an `ImportProblem` that names the path and the byte.
 */
export class JsonReader {
  readonly #window: ByteWindow
  readonly #path: (string | number)[] = []

  constructor(read: ReadBytes) {
    this.#window = new ByteWindow(read, MAX_VALUE_BYTES)
    this.#skipMark()
  }

  get position(): number {
    return this.#window.position
  }

  isObject(): boolean {
    return this.#next() === OPEN_OBJECT
  }

  isArray(): boolean {
    return this.#next() === OPEN_ARRAY
  }

  /** The names of an object's members; after each one the caller reads its value. */
  *members(): Generator<string> {
    this.#take(OPEN_OBJECT, 'an object')
    if (this.#next() === CLOSE_OBJECT) {
      this.#window.at += 1
      return
    }
    do {
      if (this.#next() !== QUOTE) this.fail('A member’s name was expected here')
      const name = String(this.value())
      this.#take(COLON, '":"')
      this.#path.push(name)
      yield name
      this.#path.pop()
    } while (this.#isMore(CLOSE_OBJECT))
  }

  /** Once for each element of an array; the caller reads it. */
  *elements(): Generator<number> {
    this.#take(OPEN_ARRAY, 'an array')
    if (this.#next() === CLOSE_ARRAY) {
      this.#window.at += 1
      return
    }
    let index = 0
    do {
      this.#path.push(index)
      yield index
      this.#path.pop()
      index += 1
    } while (this.#isMore(CLOSE_ARRAY))
  }

  /** The value that stands here, whole. */
  value(): unknown {
    this.#next()
    const length = this.#lengthOfValue()
    const { bytes, at } = this.#window
    const slice = bytes.subarray(at, at + length)
    if (!isUtf8(slice)) this.fail('This is not UTF-8 text')
    try {
      const value: unknown = JSON.parse(slice.toString('utf8'))
      this.#window.at += length
      return value
    } catch {
      return this.fail('This is not valid JSON')
    }
  }

  /** There has to be nothing more. */
  finish(): void {
    if (this.#next() !== -1) this.fail('There is more after the end')
  }

  fail(what: string): never {
    throw new ImportProblem(what, this.place())
  }

  /** Where the reader stands, for people: `sessions[3].messages[12], byte 4711`. */
  place(): string {
    const path = this.#path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step.slice(0, 40)}`))
      .join('')
      .replace(/^\./, '')
    const byte = `byte ${this.#window.position}`
    return path === '' ? byte : `${path}, ${byte}`
  }

  /** What follows, white space left out; -1 at the end. */
  #next(): number {
    const window = this.#window
    for (;;) {
      while (window.at < window.end) {
        const byte = window.bytes[window.at] ?? 0
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte
        window.at += 1
      }
      if (!this.#more()) return -1
    }
  }

  #take(byte: number, name: string): void {
    const found = this.#next()
    if (found === -1) this.fail('The file ends here, in the middle')
    if (found !== byte) this.fail(`${name} was expected here`)
    this.#window.at += 1
  }

  #isMore(close: number): boolean {
    const found = this.#next()
    if (found === -1) this.fail('The file ends here, in the middle')
    if (found !== COMMA && found !== close) this.fail('A comma was expected here')
    this.#window.at += 1
    return found === COMMA
  }

  #lengthOfValue(): number {
    const first = this.#next()
    if (first === QUOTE) return this.#endOfText(0) + 1
    return depthChange(first) === 1 ? this.#lengthOfNested() : this.#lengthOfWord()
  }

  #lengthOfNested(): number {
    const window = this.#window
    let depth = 0
    for (let length = 0; ; length += 1) {
      if (window.at + length >= window.end && !this.#more())
        this.fail('The file ends here, in the middle')
      const byte = window.bytes[window.at + length] ?? 0
      if (byte === QUOTE) length = this.#endOfText(length)
      else depth += depthChange(byte)
      if (depth === 0) return length + 1
    }
  }

  /** A number or a word, which ends where something else begins, or with the file. */
  #lengthOfWord(): number {
    const window = this.#window
    for (let length = 0; ; length += 1) {
      const isAtEnd = window.at + length >= window.end && !this.#more()
      if (!isAtEnd && !isAfterValue(window.bytes[window.at + length] ?? 0)) continue
      if (length === 0)
        this.fail(isAtEnd ? 'The file ends here, in the middle' : 'A value was expected here')
      return length
    }
  }

  /** From the quote that begins a text to the one that ends it, both counted from where the reader stands. */
  #endOfText(start: number): number {
    const window = this.#window
    let from = start + 1
    for (;;) {
      const found = window.bytes.subarray(0, window.end).indexOf(QUOTE, window.at + from)
      if (found === -1) {
        from = window.end - window.at
        if (!this.#more()) this.fail('The file ends here, in the middle of a text')
        continue
      }
      let marks = 0
      while (window.bytes[found - 1 - marks] === BACKSLASH) marks += 1
      if (marks % 2 === 0) return found - window.at
      from = found - window.at + 1
    }
  }

  #more(): boolean {
    try {
      return this.#window.more()
    } catch {
      return this.fail('One value here is larger than 256 MB')
    }
  }

  #skipMark(): void {
    while (this.#window.end < 3 && this.#more());
    const { bytes } = this.#window
    if (this.#window.end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
      this.#window.at = 3
  }
}

function depthChange(byte: number): -1 | 0 | 1 {
  if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return 1
  return byte === CLOSE_OBJECT || byte === CLOSE_ARRAY ? -1 : 0
}

function isAfterValue(byte: number): boolean {
  switch (byte) {
    case COMMA:
    case CLOSE_ARRAY:
    case CLOSE_OBJECT:
    case COLON:
    case 0x20:
    case 0x0a:
    case 0x0d:
    case 0x09:
      return true
    default:
      return false
  }
}
