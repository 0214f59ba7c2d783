interface Slot {
  active: number
  readonly waiting: (() => void)[]
}

/** `OLLAMA_NUM_PARALLEL` and `OLLAMA_MAX_QUEUE`: how many requests a model serves at a time, and how many may wait. */
export class Slots {
  readonly #parallel: number
  readonly #maxQueue: number
  readonly #slots = new Map<string, Slot>()
  #waiting = 0

  constructor(parallel: number, maxQueue: number) {
    this.#parallel = parallel
    this.#maxQueue = maxQueue
  }

  /** Runs `begin` now or when it is its turn. False where the queue is full. */
  enter(key: string, begin: () => void): boolean {
    const slot = this.#slots.get(key) ?? { active: 0, waiting: [] }
    this.#slots.set(key, slot)
    if (slot.active < this.#parallel) {
      slot.active += 1
      begin()
      return true
    }
    if (this.#waiting >= this.#maxQueue) return false
    this.#waiting += 1
    slot.waiting.push(begin)
    return true
  }

  /** Gives the place to the next one. */
  leave(key: string): void {
    const slot = this.#slots.get(key)
    if (!slot) return
    slot.active -= 1
    const next = slot.waiting.shift()
    if (!next) return
    this.#waiting -= 1
    slot.active += 1
    next()
  }

  /** Takes somebody out of the queue. */
  giveUp(key: string, begin: () => void): void {
    const waiting = this.#slots.get(key)?.waiting
    const index = waiting?.indexOf(begin) ?? -1
    if (index < 0) return
    waiting?.splice(index, 1)
    this.#waiting -= 1
  }
}
