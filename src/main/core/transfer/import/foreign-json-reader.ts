import { chatgptItems, isChatgpt } from './chatgpt.ts'
import type { ImportItem, ImportReader } from './import-items.ts'
import type { JsonReader } from './json-reader.ts'
import { isOpenWebui, openWebuiItems } from './open-webui.ts'

type Convert = (value: unknown) => Generator<ImportItem>

/** A list of conversations of another program, or a single one; one of them is in memory at a time. */
export class ForeignJsonReader implements ImportReader {
  readonly source: 'chatgpt' | 'open_webui'
  readonly #json: JsonReader
  readonly #convert: Convert
  readonly #isOne: (value: unknown) => boolean

  constructor(source: 'chatgpt' | 'open_webui', json: JsonReader) {
    this.source = source
    this.#json = json
    this.#convert = source === 'chatgpt' ? chatgptItems : openWebuiItems
    this.#isOne = source === 'chatgpt' ? isChatgpt : isOpenWebui
  }

  position(): number {
    return this.#json.position
  }

  place(): string {
    return this.#json.place()
  }

  *items(): Generator<ImportItem> {
    if (this.#json.isArray()) for (const _ of this.#json.elements()) yield* this.#conversation()
    else yield* this.#conversation()
    this.#json.finish()
  }

  *#conversation(): Generator<ImportItem> {
    const value = this.#json.value()
    if (!this.#isOne(value)) this.#json.fail('This is not a conversation like the others')
    yield* this.#convert(value)
  }
}

/** Whose conversation this is; null for nobody's we know. */
export function sourceOf(value: unknown): 'chatgpt' | 'open_webui' | null {
  if (isChatgpt(value)) return 'chatgpt'
  return isOpenWebui(value) ? 'open_webui' : null
}
