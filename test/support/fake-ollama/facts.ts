interface Waiter {
  readonly holds: () => boolean
  readonly resolve: () => void
}

/** Lets a test wait for something to have happened instead of for time to pass. */
export class Facts {
  #waiters: readonly Waiter[] = []

  changed(): void {
    if (this.#waiters.length === 0) return
    const due = this.#waiters.filter((waiter) => waiter.holds())
    if (due.length === 0) return
    this.#waiters = this.#waiters.filter((waiter) => !due.includes(waiter))
    for (const waiter of due) waiter.resolve()
  }

  waitFor(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiters = [...this.#waiters, { holds, resolve }]
    })
  }
}
