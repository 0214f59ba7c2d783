import type { AccessService } from '../access/access-service'
import type { PeopleService } from '../access/people-service'
import { personFor } from '../access/who-watches'
import type { SessionService } from '../sessions/session-service'
import type { TurnRights } from '../turns/turn-rights'
import type { CommandHandlers } from './command-router'

export interface PeopleServices {
  readonly access: AccessService
  readonly people: PeopleService
  readonly sessions: SessionService
  readonly turnRights: TurnRights
}

/** Who uses the controller, and whom they share conversations with. */
export function peopleHandlers({ access, people, sessions, turnRights }: PeopleServices) {
  return {
    'people.list': async (_input, { who }) => ({
      people: people.list().map((person) => personFor(person, who)),
    }),
    'people.add': async (input) => ({ person: await people.add(input) }),
    'people.update': async (input) => ({ person: await people.update(input) }),
    'people.remove': async ({ personId }) => {
      access.forget(await people.remove(personId))
      return {}
    },
    'people.restore': async ({ personId }) => ({ person: await people.restore(personId) }),
    'people.usage': async () => ({ usage: await people.usage() }),
    'sessions.share': async ({ sessionId, sharing }) => {
      const session = await sessions.share(sessionId, sharing)
      await turnRights.recheck()
      return { session }
    },
  } satisfies Partial<CommandHandlers>
}
