import type { Attachment } from '@shared/model/message-details'
import { readyOf, toAttached } from './attached'
import type { Attached, AttachedByDraft } from './attached'

const PREFIX = 'port8000.attached.'

/** Keeps which pictures stand beside a draft past a reload; the controller keeps the pictures for a day. */
export class AttachedStorage {
  readonly #storage: Storage | null

  constructor(storage: Storage | null) {
    this.#storage = storage
  }

  read(): AttachedByDraft {
    const attached: Record<string, readonly Attached[]> = {}
    const storage = this.#storage
    for (let index = 0; storage !== null && index < storage.length; index += 1) {
      const key = storage.key(index)
      if (key?.startsWith(PREFIX) !== true) continue
      attached[key.slice(PREFIX.length)] = parse(storage.getItem(key)).map(toAttached)
    }
    return attached
  }

  write(key: string, attached: readonly Attached[]): void {
    const ready = readyOf(attached)
    try {
      if (ready.length === 0) this.#storage?.removeItem(PREFIX + key)
      else this.#storage?.setItem(PREFIX + key, JSON.stringify(ready))
    } catch {
      // The storage is full: they last as long as the page.
    }
  }
}

function parse(text: string | null): readonly Attachment[] {
  try {
    return text === null ? [] : (JSON.parse(text) as Attachment[])
  } catch {
    return []
  }
}
