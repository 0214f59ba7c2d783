/** A pause this long begins another word. */
const TYPING_MS = 800

interface Key {
  readonly key: string
  readonly timeStamp: number
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** Gathers the letters of a word that is typed to find a row. */
export class TypeAhead {
  #text = ''
  #at = -Infinity

  /** The next letter begins another word. */
  end(): void {
    this.#text = ''
  }

  /** The word so far, in lower case; null for a key that is not of one. "?" and a first space have other meanings. */
  add({ key, timeStamp, ctrlKey, metaKey, altKey }: Key): string | null {
    if (key.length !== 1 || key === '?' || ctrlKey || metaKey || altKey) return null
    const before = timeStamp - this.#at > TYPING_MS ? '' : this.#text
    if (before === '' && key === ' ') return null
    this.#text = before + key.toLocaleLowerCase()
    this.#at = timeStamp
    return this.#text
  }
}
