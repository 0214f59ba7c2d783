import type { SessionId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import type { OrganiseChanges } from './organise-slice'

export type Undoing = OrganiseChanges & { readonly sessionIds: readonly SessionId[] }

/** What takes changes back, for sessions as they were before: as few commands as there are different ways back. */
export function inverseOf(before: readonly Session[], changes: OrganiseChanges): Undoing[] {
  const ways = new Map<string, { back: OrganiseChanges; sessionIds: SessionId[] }>()
  for (const session of before) {
    const back = backTo(session, changes)
    const key = JSON.stringify(back)
    if (key === '{}') continue
    const way = ways.get(key) ?? { back, sessionIds: [] }
    way.sessionIds.push(session.id)
    ways.set(key, way)
  }
  return [...ways.values()].map(({ back, sessionIds }) => ({ ...back, sessionIds }))
}

function backTo(session: Session, changes: OrganiseChanges): OrganiseChanges {
  const { folderId, pinned, archived } = changes
  const isChanged = <T>(asked: T | undefined, was: T) => asked !== undefined && asked !== was
  return {
    ...(isChanged(folderId, session.folderId) ? { folderId: session.folderId } : {}),
    ...(isChanged(pinned, session.pinned) ? { pinned: session.pinned } : {}),
    ...(isChanged(archived, session.archived) ? { archived: session.archived } : {}),
    ...tagsBack(session, changes),
  }
}

function tagsBack(
  { tags }: Session,
  { addTags = [], removeTags = [] }: OrganiseChanges,
): OrganiseChanges {
  const lost = removeTags.filter((tag) => tags.includes(tag))
  const gained = addTags.filter((tag) => !tags.includes(tag))
  return {
    ...(lost.length > 0 ? { addTags: lost } : {}),
    ...(gained.length > 0 ? { removeTags: gained } : {}),
  }
}
