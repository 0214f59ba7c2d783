import type { ImportItem, ImportReader } from './import-items.ts'
import type { JsonReader } from './json-reader.ts'
import { ownItem, requireHeader } from './own-items.ts'

/** Our JSON document, message by message. */
export class OwnJsonReader implements ImportReader {
  readonly source = 'port8000'
  readonly #json: JsonReader

  constructor(json: JsonReader) {
    this.#json = json
  }

  position(): number {
    return this.#json.position
  }

  place(): string {
    return this.#json.place()
  }

  *items(): Generator<ImportItem> {
    const header: Record<string, unknown> = {}
    const found = new Set<string>()
    for (const name of this.#json.members()) {
      found.add(name)
      if (isList(name)) {
        if (found.size > 0) requireHeader(header, () => this.place())
        yield* this.#list(name)
      } else header[name] = this.#json.value()
    }
    this.#json.finish()
    requireHeader(header, () => this.place())
    for (const name of ['bots', 'folders', 'sessions'])
      if (!found.has(name)) this.#json.fail(`"${name}" is missing`)
  }

  *#list(name: ListName): Generator<ImportItem> {
    for (const _ of this.#json.elements()) {
      if (name === 'sessions') yield* this.#session()
      else {
        const place = this.place()
        yield* ownItem(KINDS[name], this.#json.value(), () => place)
      }
    }
  }

  *#session(): Generator<ImportItem> {
    const fields: Record<string, unknown> = {}
    const place = this.place()
    let isTold = false
    for (const name of this.#json.members()) {
      if (name !== 'messages') {
        fields[name] = this.#json.value()
        continue
      }
      if (isTold) this.#json.fail('"messages" is there twice')
      isTold = true
      yield* ownItem('session', fields, () => place)
      for (const _ of this.#json.elements())
        yield* ownItem('message', this.#json.value(), () => this.place())
    }
    if (!isTold) this.#json.fail('"messages" is missing')
  }
}

type ListName = keyof typeof KINDS | 'sessions'

const KINDS = { bots: 'bot', folders: 'folder', pictures: 'picture' } as const

function isList(name: string): name is ListName {
  return name === 'sessions' || Object.hasOwn(KINDS, name)
}
