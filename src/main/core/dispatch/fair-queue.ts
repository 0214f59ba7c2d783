/** Whose request it is. */
export interface Seat {
  /** Who asked, as `readerOf` names them. */
  readonly person: string
  readonly session: string
  /** Nobody waits for it: it comes after everybody who does. */
  readonly background: boolean
}

/** Who is next: one of each person in turn, and of each of their sessions in turn; background work after all people. */
export class FairQueue<T extends Seat> {
  readonly #people = new Rounds<T>()
  readonly #background = new Rounds<T>()

  get size(): number {
    return this.#people.size + this.#background.size
  }

  /** How many wait for whom somebody waits. */
  get urgent(): number {
    return this.#people.size
  }

  add(item: T): void {
    this.#of(item).add(item)
  }

  /** Takes out who is next; of background work only where `background` is true. */
  take(background: boolean): T | undefined {
    return this.#people.take() ?? (background ? this.#background.take() : undefined)
  }

  /** Takes out one that does not want to wait any longer. False where it is not here. */
  remove(item: T): boolean {
    return this.#of(item).remove(item)
  }

  /** The people's requests in the order in which they will be taken, if nobody else comes. */
  order(): T[] {
    return this.#people.order()
  }

  #of({ background }: T): Rounds<T> {
    return background ? this.#background : this.#people
  }
}

/** Round-robin over people, then over sessions. Both maps keep whoever is next in front: who was served goes to the end. */
class Rounds<T extends Seat> {
  readonly #people = new Map<string, Map<string, T[]>>()
  size = 0

  add(item: T): void {
    const sessions = this.#people.get(item.person) ?? new Map<string, T[]>()
    this.#people.set(item.person, sessions)
    const items = sessions.get(item.session)
    if (items) items.push(item)
    else sessions.set(item.session, [item])
    this.size += 1
  }

  take(): T | undefined {
    for (const [person, sessions] of this.#people) {
      for (const [session, items] of sessions) {
        const item = items.shift()
        sessions.delete(session)
        if (items.length > 0) sessions.set(session, items)
        this.#people.delete(person)
        if (sessions.size > 0) this.#people.set(person, sessions)
        this.size -= 1
        return item
      }
    }
    return undefined
  }

  remove(item: T): boolean {
    const sessions = this.#people.get(item.person)
    const items = sessions?.get(item.session)
    const at = items?.indexOf(item) ?? -1
    if (!sessions || !items || at < 0) return false
    items.splice(at, 1)
    if (items.length === 0) sessions.delete(item.session)
    if (sessions.size === 0) this.#people.delete(item.person)
    this.size -= 1
    return true
  }

  order(): T[] {
    const lines = [...this.#people.values()].map((sessions) => inTurn([...sessions.values()]))
    return inTurn(lines)
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
