const MAX_CRASHES = 3
const WINDOW_MS = 60_000

/** How often a page may die before nobody expects it to live. */
export class CrashBudget {
  #times: readonly number[] = []

  /** Counts a crash at `now` (epoch milliseconds); false once there were more than three within a minute. */
  spend(now: number): boolean {
    this.#times = [...this.#times.filter((time) => now - time < WINDOW_MS), now]
    return this.#times.length <= MAX_CRASHES
  }
}
