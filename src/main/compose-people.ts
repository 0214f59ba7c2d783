import type { Closers } from '@main/closers'
import { AccessGuard } from '@main/core/access/access-guard'
import { AccessService } from '@main/core/access/access-service'
import { PeopleService } from '@main/core/access/people-service'
import { SessionAccessMap } from '@main/core/access/session-access-map'
import { EventHub } from '@main/core/events/event-hub'
import type { Storage } from '@main/core/storage/storage'

export interface PeoplePartsDeps {
  readonly storage: Pick<Storage, 'people' | 'sessions' | 'access'>
  readonly ownersReadAll: () => boolean
  readonly now: () => number
}

/** Who there is, what they may, and the hub that tells each only that. */
export async function composePeople(deps: PeoplePartsDeps, closers: Closers) {
  const { storage, ownersReadAll, now } = deps
  const people = new PeopleService({ store: storage.people, ownersReadAll, now })
  await people.load()
  closers.add('people', () => {
    people.close()
  })
  const hub = new EventHub(people)
  const sessionAccess = new SessionAccessMap(storage.sessions)
  const guard = new AccessGuard(sessionAccess)
  const access = new AccessService({ store: storage.access, hub, now })
  people.onChanged((change) => {
    hub.rightsChanged()
    const { before, after } = change
    if (after) hub.publishOverview({ event: 'person.changed', person: after })
    else if (before) hub.publishOverview({ event: 'person.removed', personId: before.id })
    access.personChanged(change)
  })
  return { people, hub, sessionAccess, guard, access }
}
