import { AppError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import { newId } from '@shared/model/new-id'
import { FIRST_PERSON } from '@shared/model/person'
import type { BotUsage, Person, PersonId } from '@shared/model/person'
import type { Identity } from '../events/viewer'
import type { PeopleStore } from './people-store'
import { readerOf, standingOf } from './standing'
import type { Reader, Standing } from './standing'

/** Everybody is kept in memory and asked with every command. */
const MAX_PEOPLE = 1_000
/** The longest a timer can wait. */
const MAX_TIMER_MS = 2_147_483_647

export interface PeopleServiceDeps {
  readonly store: PeopleStore
  /** Whether owners may read what is private to others. */
  readonly ownersReadAll: () => boolean
  readonly now: () => number
}

/** How somebody's rights became another thing: all of them are gone, some of them, or just a name. */
export interface PersonChange {
  readonly before: Person | null
  /** Null where they are not let in any more. */
  readonly after: Person | null
}

/** Who uses the controller, and what they may do at this moment. */
export class PeopleService {
  readonly #deps: PeopleServiceDeps
  readonly #people = new Map<PersonId, Person>()
  readonly #listeners: ((change: PersonChange) => void)[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(deps: PeopleServiceDeps) {
    this.#deps = deps
  }

  /** Before anybody is let in. */
  async load(): Promise<void> {
    for (const person of await this.#deps.store.list()) this.#people.set(person.id, person)
    this.#awaitEnds()
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  /** Called with every change, once it holds. */
  onChanged(listener: (change: PersonChange) => void): void {
    this.#listeners.push(listener)
  }

  /** By name; the guests whose time is over too. */
  list(): Person[] {
    return [...this.#people.values()].sort((a, b) => a.name.localeCompare(b.name))
  }

  /** Throws `not_found`. */
  get(personId: PersonId): Person {
    const person = this.#people.get(personId)
    if (!person) throw notFound()
    return person
  }

  /** What somebody may do now; null where they are not let in any more. */
  standing(identity: Identity | null): Standing | null {
    const person = identity && this.#people.get(identity.personId)
    if (!person || this.#isOver(person)) return null
    return standingOf(person, identity, this.#deps.ownersReadAll())
  }

  /** What somebody may do now by themselves, whatever they came by; null where they are not let in any more. */
  standingOf(personId: PersonId): Standing | null {
    return this.standing({ personId, role: 'owner', credential: null })
  }

  /** With whose eyes that person reads now; null where they are not let in any more. */
  reader(personId: PersonId): Reader | null {
    const who = this.standingOf(personId)
    return who && readerOf(who)
  }

  /** Whoever installed the controller: they are never gone. */
  first(): Standing {
    const person = this.get(FIRST_PERSON)
    const identity = { personId: FIRST_PERSON, role: person.role, credential: null }
    return standingOf(person, identity, this.#deps.ownersReadAll())
  }

  async add(input: CommandInput<'people.add'>): Promise<Person> {
    const { store, now } = this.#deps
    if (this.#people.size >= MAX_PEOPLE)
      throw new AppError('conflict', 'There are 1,000 people here already. Remove somebody first.')
    this.#requireFreeName(input.name)
    const createdAt = now()
    const person: Person = { ...input, id: newId(createdAt), version: 1, createdAt }
    await store.insert(person)
    this.#changed(null, person)
    return person
  }

  /** Throws `not_found`, and `conflict` where `version` is given and is not the stored one. */
  async update(input: CommandInput<'people.update'>): Promise<Person> {
    const before = this.get(input.personId)
    const after = withChanges(before, input)
    if (after.id === FIRST_PERSON && (after.role !== 'owner' || after.endsAt !== null))
      throw staysOwner()
    if (after.name !== before.name) this.#requireFreeName(after.name)
    if (input.version !== undefined && input.version !== before.version)
      throw changedMeanwhile(before)
    if (!(await this.#deps.store.update(after))) throw changedMeanwhile(this.get(before.id))
    this.#changed(before, after)
    return after
  }

  /** Answers the ids of the devices and tokens that are good for nothing from now on. Throws `not_found` or `conflict`. */
  async remove(personId: PersonId): Promise<readonly string[]> {
    const before = this.get(personId)
    if (personId === FIRST_PERSON) throw staysOwner()
    const credentials = await this.#deps.store.remove(personId, this.#deps.now())
    if (!credentials) throw notFound()
    this.#people.delete(personId)
    this.#tell({ before, after: null })
    return credentials
  }

  /** Throws `not_found`. */
  async restore(personId: PersonId): Promise<Person> {
    const person = await this.#deps.store.restore(personId)
    if (!person) throw notFound()
    this.#changed(null, person)
    return person
  }

  async usage(): Promise<BotUsage[]> {
    return [...(await this.#deps.store.usage())]
  }

  #changed(before: Person | null, after: Person): void {
    this.#people.set(after.id, after)
    this.#tell({ before, after: this.#isOver(after) ? null : after })
    this.#awaitEnds()
  }

  #tell(change: PersonChange): void {
    for (const listener of this.#listeners) listener(change)
  }

  #isOver({ endsAt }: Person): boolean {
    return endsAt !== null && endsAt <= this.#deps.now()
  }

  /** A guest whose time is over loses everything at that moment, as somebody who is removed does. */
  #awaitEnds(): void {
    clearTimeout(this.#timer)
    const now = this.#deps.now()
    const ends = [...this.#people.values()].flatMap(({ endsAt }) =>
      endsAt !== null && endsAt > now ? [endsAt] : [],
    )
    if (ends.length === 0) return
    const next = Math.min(...ends)
    const wait = Math.min(next - now, MAX_TIMER_MS)
    this.#timer = setTimeout(() => this.#ended(next), wait)
    this.#timer.unref()
  }

  #ended(at: number): void {
    for (const person of this.#people.values())
      if (person.endsAt === at && this.#isOver(person)) this.#tell({ before: person, after: null })
    this.#awaitEnds()
  }

  #requireFreeName(name: string): void {
    const wanted = name.toLocaleLowerCase()
    const isTaken = [...this.#people.values()].some(
      (one) => one.name.toLocaleLowerCase() === wanted,
    )
    if (isTaken)
      throw new AppError(
        'conflict',
        `${name} is here already. Choose a name that tells them apart.`,
      )
  }
}

function withChanges(before: Person, changes: CommandInput<'people.update'>): Person {
  const { name = before.name, role = before.role, bots = before.bots } = changes
  const endsAt = changes.endsAt === undefined ? before.endsAt : changes.endsAt
  return { ...before, name, role, bots, endsAt, version: before.version + 1 }
}

function staysOwner(): AppError {
  return new AppError('conflict', 'Whoever installed Port 8000 stays its owner.')
}

function notFound(): AppError {
  return new AppError('not_found', 'That person is not here any more.')
}

function changedMeanwhile(current: Person): AppError {
  return new AppError(
    'conflict',
    'Somebody changed this person meanwhile. Look at them as they are now, then try again.',
    { current },
  )
}
