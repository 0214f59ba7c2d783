import { AppError } from '@shared/contract/app-error'
import type { PersonId } from '@shared/model/person'
import type { AccessService } from '../access/access-service'
import type { PeopleService } from '../access/people-service'
import type { LimitService } from '../limits/limit-service'
import type { ServerControl } from '../server/server-control'
import type { TurnRights } from '../turns/turn-rights'
import type { CommandHandlers } from './command-router'

export interface AccessServices {
  readonly access: AccessService
  readonly limits: LimitService
  readonly people: PeopleService
  readonly server: ServerControl
  readonly turnRights: TurnRights
  /** Opens a page in the browser of the machine this runs on; null without a desktop. */
  readonly openInBrowser: ((url: string) => Promise<void>) | null
}

/** How browsers and scripts come in, and go. */
export function accessHandlers(services: AccessServices) {
  const { access, limits, people, server, turnRights, openInBrowser } = services
  const createLink = async (personId: PersonId): Promise<{ url: string; expiresAt: number }> => {
    const address = server.requireAddress()
    const { id } = people.get(personId)
    const { code, expiresAt } = await access.createLink('owner', id)
    return { url: `${address}/#sign-in=${code}`, expiresAt }
  }

  return {
    'access.signIn': async ({ token }, { caller }) => {
      const identity = await access.identifyToken(token)
      const who = people.standing(identity)
      if (!identity || !who) {
        if (caller.from) limits.refuseToken(caller.from.network)
        throw new AppError(
          'unauthenticated',
          'This token is not known. Make a new one in Settings.',
        )
      }
      caller.signIn(identity)
      return { role: who.role }
    },
    'access.createLink': async ({ personId }, { who }) => createLink(personId ?? who.personId),
    'access.openInBrowser': async (_input, { who }) => {
      if (!openInBrowser)
        throw new AppError(
          'conflict',
          'This controller runs without a desktop. Use a sign-in link.',
        )
      await openInBrowser((await createLink(who.personId)).url)
      return {}
    },
    'access.listDevices': async () => ({ devices: await access.listDevices() }),
    'access.revokeDevice': async ({ deviceId }, { who }) => {
      const { personId } = await access.revokeDevice(deviceId)
      if (personId !== who.personId) await turnRights.stopAll(personId)
      return {}
    },
    'access.listTokens': async () => ({ tokens: await access.listTokens() }),
    'access.createToken': async ({ name, role }, { who }) =>
      access.createToken(name, role, who.personId),
    'access.revokeToken': async ({ tokenId }) => {
      await access.revokeToken(tokenId)
      return {}
    },
  } satisfies Partial<CommandHandlers>
}
