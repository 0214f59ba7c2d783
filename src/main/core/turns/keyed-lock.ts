/** Lets one task at a time through for each key, in the order they came. */
export class KeyedLock<K> {
  readonly #tails = new Map<K, Promise<unknown>>()

  run<T>(key: K, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key)
    const result = before ? before.then(task, task) : task()
    // Kept only to wait for: whoever asked for the task gets its error.
    const tail = result
      .catch(() => undefined)
      .finally(() => {
        if (this.#tails.get(key) === tail) this.#tails.delete(key)
      })
    this.#tails.set(key, tail)
    return result
  }
}
