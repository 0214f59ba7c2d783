import { ACCESS_LEVELS } from '@shared/model/access'
import type { Role } from '@shared/model/access'
import type { BotId } from '@shared/model/ids'
import type { BotUse, Person, PersonId } from '@shared/model/person'
import type { Identity } from '../events/viewer'

/** What somebody may do at this moment, by who they are and by what they came. */
export interface Standing {
  readonly personId: PersonId
  readonly role: Role
  /** Owners, where the settings let them read what is private to others. */
  readonly readsAll: boolean
  readonly bots: Readonly<Record<BotId, BotUse>>
  readonly credential: Identity['credential']
}

/** Nobody in particular: sees what is shared with everyone, and no more. */
export const ANYONE: Reader = { personId: '', readsAll: false, hiddenBots: [] }

/** Whose eyes a list is read with: what a store must be told before it answers anything of sessions. */
export interface Reader {
  readonly personId: PersonId
  readonly readsAll: boolean
  /** Bots that they are not to know of, with what was said to them. */
  readonly hiddenBots: readonly BotId[]
}

/** The lower of what a person may and what the device or token may that they came by. */
export function standingOf(person: Person, identity: Identity, ownersReadAll: boolean): Standing {
  const role = lowerOf(person.role, identity.role)
  const isOwner = role === 'owner'
  return {
    personId: person.id,
    role,
    readsAll: isOwner && ownersReadAll,
    bots: isOwner ? {} : person.bots,
    credential: identity.credential,
  }
}

export function readerOf({ personId, readsAll, bots }: Standing): Reader {
  const hiddenBots = Object.keys(bots).filter((botId) => bots[botId] === 'none')
  return { personId, readsAll, hiddenBots }
}

export function useOf({ bots, role }: Standing, botId: BotId): BotUse {
  const granted = Object.hasOwn(bots, botId) ? (bots[botId] ?? 'use') : 'use'
  return granted === 'use' && role === 'viewer' ? 'see' : granted
}

function lowerOf(a: Role, b: Role): Role {
  return ACCESS_LEVELS.indexOf(a) < ACCESS_LEVELS.indexOf(b) ? a : b
}
