/** A message that does not follow the one numbered before it. */
export interface Apart {
  readonly seq: number
  readonly parentSeq: number
}
/** Messages numbered from one to the other, each following the one before; both included. */
export interface Run {
  readonly from: number
  readonly to: number
}

/**
 * The branches of one session. It is made of runs of messages that follow each other by number; where one of them begins
 * apart, it says whom it follows. All of it is in terms of `seq`; 0 stands before the first message.
 */
export class BranchTree {
  readonly #parents: ReadonlyMap<number, number>
  /** Where runs begin, ascending. */
  readonly #starts: readonly number[]
  readonly #lastSeq: number

  /** `apart` in ascending order of `seq`. */
  constructor(apart: readonly Apart[], lastSeq: number) {
    this.#parents = new Map(apart.map(({ seq, parentSeq }) => [seq, parentSeq]))
    this.#starts = [1, ...apart.map(({ seq }) => seq)]
    this.#lastSeq = lastSeq
  }

  parentOf(seq: number): number {
    return this.#parents.get(seq) ?? seq - 1
  }

  /** All that follow the same message as this one, itself included, oldest first. */
  versionsOf(seq: number): number[] {
    const parent = this.parentOf(seq)
    const first = parent + 1
    const apart = this.#starts.filter((start) => this.#parents.get(start) === parent)
    return first <= this.#lastSeq && !this.#parents.has(first) ? [first, ...apart] : apart
  }

  /** The newest message that follows from this one, near or far; itself where none does. */
  tipOf(seq: number): number {
    const runs: Run[] = [{ from: seq, to: this.#endOf(seq) }]
    for (const start of this.#starts) {
      const parent = this.#parents.get(start)
      if (start <= seq || parent === undefined || !isIn(runs, parent)) continue
      runs.push({ from: start, to: this.#endOf(start) })
    }
    return runs.at(-1)?.to ?? seq
  }

  /** From the first message to this one, as runs in ascending order. */
  pathTo(seq: number): Run[] {
    const path: Run[] = []
    for (let to = seq; to > 0;) {
      const from = this.#startOf(to)
      path.unshift({ from, to })
      to = this.parentOf(from)
    }
    return path
  }

  #startOf(seq: number): number {
    return this.#starts.findLast((start) => start <= seq) ?? 1
  }

  #endOf(seq: number): number {
    const next = this.#starts.find((start) => start > seq)
    return next === undefined ? this.#lastSeq : next - 1
  }
}

export function isIn(runs: readonly Run[], seq: number): boolean {
  return runs.some(({ from, to }) => from <= seq && seq <= to)
}
