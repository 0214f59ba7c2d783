import type { Seat } from '../engines/engine'

/** Somebody in the queue, and when they came: in ms of the monotonic clock. */
export interface Queued extends Seat {
  readonly since: number
}

/** Who is next: one of each person in turn, and of each of their sessions in turn; background work after all people. */
export class FairQueue<T extends Queued> {
  readonly #people = new Rounds<T>()
  readonly #background = new Rounds<T>()

  get size(): number {
    return this.#people.size + this.#background.size
  }

  /** How many wait for whom somebody waits. */
  get urgent(): number {
    return this.#people.size
  }

  /** One that came earlier than others here, because it waited elsewhere, comes before them. */
  add(item: T): void {
    this.#of(item).add(item)
  }

  /** Takes out who is next; of background work only where `background` is true. */
  take(background: boolean): T | undefined {
    return this.#people.take() ?? (background ? this.#background.take() : undefined)
  }

  /**
   * Takes out one that does not want to wait here any longer. Answers since when it has been its person's turn, for where it
   * goes on waiting; null where it is not here.
   */
  remove(item: T): number | null {
    return this.#of(item).remove(item)
  }

  /** The people's requests in the order in which they will be taken, if nobody else comes. */
  order(): T[] {
    return this.#people.order()
  }

  /** Those of people, then the others. */
  all(): T[] {
    return [...this.#people.order(), ...this.#background.order()]
  }

  #of({ background }: T): Rounds<T> {
    return background ? this.#background : this.#people
  }
}

/** Round-robin over people, then over sessions. */
class Rounds<T extends Queued> {
  readonly #people = new Round<Round<T[]>>()
  size = 0

  add(item: T): void {
    const { person, session, since } = item
    const sessions = this.#people.at(person, since, () => new Round())
    sessions.at(session, since, () => []).push(item)
    this.size += 1
  }

  take(): T | undefined {
    const now = performance.now()
    const sessions = this.#people.first
    const items = sessions?.first
    const item = items?.shift()
    if (!sessions || !items || !item) return undefined
    sessions.served(items.length > 0, now)
    this.#people.served(sessions.size > 0, now)
    this.size -= 1
    return item
  }

  remove(item: T): number | null {
    const sessions = this.#people.get(item.person)
    const items = sessions?.get(item.session)
    const at = items?.indexOf(item) ?? -1
    if (!sessions || !items || at < 0) return null
    const since = Math.max(item.since, this.#people.since(item.person))
    items.splice(at, 1)
    if (items.length === 0) sessions.delete(item.session)
    if (sessions.size === 0) this.#people.delete(item.person)
    this.size -= 1
    return since
  }

  order(): T[] {
    return inTurn(this.#people.all().map((sessions) => inTurn(sessions.all())))
  }
}

interface Standing<T> {
  readonly value: T
  /** Since when it has waited to be served (again). */
  since: number
}

/** Those who are served one after the other: whoever has waited longest is in front, and who was served goes to the end. */
class Round<T> {
  #standing = new Map<string, Standing<T>>()
  /** The latest `since` of all that stand or stood here. */
  #latest = 0

  get size(): number {
    return this.#standing.size
  }

  get first(): T | undefined {
    for (const { value } of this.#standing.values()) return value
    return undefined
  }

  get(name: string): T | undefined {
    return this.#standing.get(name)?.value
  }

  since(name: string): number {
    return this.#standing.get(name)?.since ?? 0
  }

  all(): T[] {
    return Array.from(this.#standing.values(), ({ value }) => value)
  }

  /** What is there for this name, or is made; new ones stand behind whoever has waited longer. */
  at(name: string, since: number, make: () => T): T {
    const known = this.#standing.get(name)
    if (known) return known.value
    const value = make()
    this.#standing.set(name, { value, since })
    this.#moveUp(since)
    return value
  }

  delete(name: string): void {
    this.#standing.delete(name)
  }

  /** The first one was served: it goes to the end where it wants more. */
  served(wantsMore: boolean, now: number): void {
    for (const [name, standing] of this.#standing) {
      this.#standing.delete(name)
      standing.since = now
      this.#latest = now
      if (wantsMore) this.#standing.set(name, standing)
      return
    }
  }

  /** The last one came earlier than some before it, where it waited elsewhere. */
  #moveUp(since: number): void {
    if (since < this.#latest)
      this.#standing = new Map(
        [...this.#standing].toSorted(([, one], [, other]) => one.since - other.since),
      )
    else this.#latest = since
  }
}

/** The first of each line, then the second of each, and so on. */
function inTurn<T>(lines: readonly (readonly T[])[]): T[] {
  const longest = lines.reduce((most, { length }) => Math.max(most, length), 0)
  const order: T[] = []
  for (let round = 0; round < longest; round++) {
    for (const line of lines) {
      const item = line[round]
      if (item !== undefined) order.push(item)
    }
  }
  return order
}
