const PREFIX = 'port8000.draft.'
const WRITE_DELAY_MS = 400

/** What was being written, by draft key. */
export type Drafts = Readonly<Record<string, string>>

/** A bot without a conversation yet has a draft too; it goes with the conversation that it begins. */
export function draftKeyOf(botId: string, sessionId: string | null): string {
  return sessionId ?? `new.${botId}`
}

/** Keeps drafts past a reload. Where the page may not store anything, they last as long as the page. */
export class DraftStorage {
  readonly #storage: Storage | null
  readonly #unwritten = new Map<string, string>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(storage: Storage | null) {
    this.#storage = storage
  }

  read(): Drafts {
    const drafts: Record<string, string> = {}
    const storage = this.#storage
    for (let index = 0; storage !== null && index < storage.length; index += 1) {
      const key = storage.key(index)
      if (key?.startsWith(PREFIX) === true) {
        drafts[key.slice(PREFIX.length)] = storage.getItem(key) ?? ''
      }
    }
    return drafts
  }

  /** Written a little later, so that typing never waits for a disk. */
  write(key: string, text: string): void {
    this.#unwritten.set(key, text)
    this.#timer ??= setTimeout(() => this.flush(), WRITE_DELAY_MS)
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const [key, text] of this.#unwritten) this.#writeOne(PREFIX + key, text)
    this.#unwritten.clear()
  }

  #writeOne(key: string, text: string): void {
    try {
      if (text === '') this.#storage?.removeItem(key)
      else this.#storage?.setItem(key, text)
    } catch {
      // The storage is full: the draft lasts as long as the page.
    }
  }
}

/** The browser's storage, or null where the page may not use it. */
export function openLocalStorage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
