import type { StateCreator } from 'zustand/vanilla'
import type { BotId, SessionId } from '@shared/model/ids'
import type { Person, PersonId } from '@shared/model/person'
import type { Session } from '@shared/model/session'
import type { AppState } from '../../store/use-app'

/** What one may do in a conversation: everything where it is one's own. */
export type SessionRight = 'own' | 'write' | 'read'

export interface PeopleSlice {
  readonly people: Readonly<Record<PersonId, Person>>
  /** Who sits here; empty until the overview came. */
  readonly personId: PersonId
  /** Whether owners may read what is private to others. */
  readonly ownersReadAll: boolean
  /** Whether one may say something to a bot at all. */
  readonly mayUse: (botId: BotId) => boolean
  /** What one may do in a conversation that one sees. The controller asks the same; this only keeps buttons away. */
  readonly rightIn: (session: Pick<Session, 'personId' | 'sharing'>) => SessionRight
  /** Whether one may say something in it; one that is not known yet is asked about when it is. */
  readonly mayWriteIn: (sessionId: SessionId) => boolean
}

export const createPeopleSlice =
  (): StateCreator<AppState, [], [], PeopleSlice> => (_set, get) => ({
    people: {},
    personId: '',
    ownersReadAll: false,
    mayUse: (botId) => {
      const { role, people, personId } = get()
      return role !== 'viewer' && (people[personId]?.bots[botId] ?? 'use') === 'use'
    },
    rightIn: ({ personId, sharing }) => {
      const me = get().personId
      if (personId === me) return 'own'
      return sharing?.people[me] ?? sharing?.everyone ?? 'read'
    },
    mayWriteIn: (sessionId) => {
      const { role, sessions, mayUse, rightIn } = get()
      const session = sessions[sessionId]
      if (session === undefined) return role !== 'viewer'
      return mayUse(session.botId) && rightIn(session) !== 'read'
    },
  })
