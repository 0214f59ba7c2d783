/** Lets somebody wait for the n-th of the facts that happen from now on. */
export class Moments<F extends string> {
  #waiting: { readonly fact: F; left: number; readonly resolve: () => void }[] = []

  happened(fact: F): void {
    for (const waiting of this.#waiting) if (waiting.fact === fact) waiting.left -= 1
    const due = this.#waiting.filter(({ left }) => left <= 0)
    this.#waiting = this.#waiting.filter(({ left }) => left > 0)
    for (const { resolve } of due) resolve()
  }

  nth(fact: F, count: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ fact, left: count, resolve }))
  }
}
