import type { SessionNeed } from '@shared/contract/commands/command-definition'
import type { Session } from '@shared/model/session'
import { useOf } from './standing'
import type { Standing } from './standing'

/** All that the rule asks of a session. */
export type SessionAccess = Pick<Session, 'id' | 'botId' | 'personId' | 'sharing'>
export type SessionRight = 'none' | 'read' | 'write' | 'own'

const RIGHTS: readonly SessionRight[] = ['none', 'read', 'write', 'own']

/**
 * The one rule: what somebody may do in a session. Its person everything; others what it is shared for; an owner reads it
 * where the settings say so. Of a bot that somebody is not to know of, they see no session, not even their own. The
 * storage says the same in SQL where it makes lists (`visible-to.ts`).
 */
export function rightIn(session: SessionAccess, who: Standing): SessionRight {
  if (useOf(who, session.botId) === 'none') return 'none'
  if (session.personId === who.personId) return 'own'
  return sharedRight(session, who) ?? (who.readsAll ? 'read' : 'none')
}

export function isEnough(right: SessionRight, need: Exclude<SessionNeed, 'any'>): boolean {
  return RIGHTS.indexOf(right) >= RIGHTS.indexOf(need)
}

function sharedRight({ sharing }: SessionAccess, { personId }: Standing): SessionRight | null {
  if (!sharing) return null
  const own = Object.hasOwn(sharing.people, personId) ? sharing.people[personId] : undefined
  return own ?? sharing.everyone
}
