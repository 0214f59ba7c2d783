import type { SessionId } from '@shared/model/ids'
import { FIRST_PERSON } from '@shared/model/person'
import type { Person } from '@shared/model/person'
import type { Identity } from '@main/core/events/viewer'
import { standingOf } from '@main/core/access/standing'
import type { SessionAccess } from '@main/core/access/session-rule'
import type { Reader, Standing } from '@main/core/access/standing'

/** Whoever installed the controller, where a test is about something else than people. */
export const OWNER: Identity = { personId: FIRST_PERSON, role: 'owner', credential: null }
export const OWNER_READER: Reader = { personId: FIRST_PERSON, readsAll: false, hiddenBots: [] }

const PERSON: Person = {
  ...{ id: FIRST_PERSON, name: 'Owner', role: 'owner', endsAt: null, bots: {}, version: 1 },
  createdAt: 0,
}
/** People of whom there is one: whoever comes by the owner's identity is them. */
export const ONLY_OWNER = {
  standing: (identity: Identity | null): Standing | null =>
    identity?.personId === FIRST_PERSON ? standingOf(PERSON, identity, false) : null,
}

/** A session of theirs, as far as the rule asks. */
export function ownAccess(id: SessionId): SessionAccess {
  return { id, botId: 'BOT-001', personId: FIRST_PERSON }
}
