import type { OverviewEvent } from '@shared/contract/events'
import type { SessionId } from '@shared/model/ids'
import type { Person } from '@shared/model/person'
import { rightIn } from './session-rule'
import type { SessionAccess } from './session-rule'
import { useOf } from './standing'
import type { Standing } from './standing'

type Named<N extends OverviewEvent['event']> = Extract<OverviewEvent, { event: N }>
type About = readonly SessionAccess[]
/** All of it, a part, or null for nothing. */
type Told<N extends OverviewEvent['event']> = (
  event: Named<N>,
  who: Standing,
  about: About,
) => OverviewEvent | null

const everybody = (event: OverviewEvent): OverviewEvent => event
/** Somebody's own goes out to that person only, by another way. */
const nobody = (): null => null

/** Every event is named here, so that a new one is decided about. */
const TOLD: { readonly [N in OverviewEvent['event']]: Told<N> } = {
  'sessions.changed': (event, who) =>
    withSome(event, 'sessions', event.sessions, (session) => mayRead(session, who)),
  'sessions.deleted': (event, who, about) =>
    withSome(event, 'sessionIds', event.sessionIds, isReadable(about, who)),
  'sessions.naming': namingFor,
  'bot.changed': (event, who) => ofBot(event, event.bot.id, who),
  'bot.deleted': (event, who) => ofBot(event, event.botId, who),
  'instance.changed': (event, who) => ofBot(event, event.instance.botId, who),
  'session.read': nobody,
  'folder.changed': nobody,
  'folder.deleted': nobody,
  'bin.changed': nobody,
  'export.changed': nobody,
  'import.changed': nobody,
  'engine.changed': everybody,
  'server.changed': everybody,
  'pull.changed': everybody,
  'pull.removed': everybody,
  'models.changed': everybody,
  'upstreams.changed': everybody,
  'toolServers.changed': everybody,
  'settings.changed': everybody,
  'access.changed': everybody,
  'privacy.changed': everybody,
  'person.removed': everybody,
  'person.changed': (event, who) => ({ ...event, person: personFor(event.person, who) }),
}

/**
 * What of an event somebody may be told. `about`: of what the sessions are that it names by their ids alone; of naming,
 * the last is the one that begins or ends.
 */
export function eventFor(event: OverviewEvent, who: Standing, about: About): OverviewEvent | null {
  // The row and the event share the name; TypeScript cannot see that.
  const told = TOLD[event.event] as Told<OverviewEvent['event']>
  return told(event, who, about)
}

function ofBot<E extends OverviewEvent>(event: E, botId: string, who: Standing): E | null {
  return useOf(who, botId) === 'none' ? null : event
}

/** As somebody sees a person: not which bots they may not know of, nor of others until when they are here. */
export function personFor(person: Person, who: Standing): Person {
  if (who.role === 'owner') return person
  if (person.id !== who.personId) return { ...person, endsAt: null, bots: {} }
  const seen = Object.entries(person.bots).filter(([, use]) => use === 'see')
  return { ...person, bots: Object.fromEntries(seen) }
}

export function mayRead(session: SessionAccess, who: Standing): boolean {
  return rightIn(session, who) !== 'none'
}

/** A list that may be empty: who may not see the session that begins or ends is not to learn that one did. */
function namingFor(
  event: Named<'sessions.naming'>,
  who: Standing,
  about: readonly SessionAccess[],
): OverviewEvent | null {
  const changed = about.at(-1)
  if (!changed || !mayRead(changed, who)) return null
  const sessionIds = event.sessionIds.filter(isReadable(about, who))
  return sessionIds.length === event.sessionIds.length ? event : { ...event, sessionIds }
}

function isReadable(about: readonly SessionAccess[], who: Standing): (id: SessionId) => boolean {
  const readable = new Set(about.filter((access) => mayRead(access, who)).map(({ id }) => id))
  return (id) => readable.has(id)
}

/** The event itself where all of them may be told, so that it is encoded once for everybody. */
function withSome<E extends OverviewEvent, T>(
  event: E,
  key: keyof E,
  all: readonly T[],
  mayBeTold: (one: T) => boolean,
): E | null {
  const some = all.filter(mayBeTold)
  if (some.length === all.length) return event
  return some.length === 0 ? null : { ...event, [key]: some }
}
