import type { SessionId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'

type Sessions = Readonly<Record<SessionId, Session>>

const lists = new WeakMap<Sessions, readonly Session[]>()

/** Every known session as a list, made once for each state: there may be thousands, and several ask. */
export function allSessions(sessions: Sessions): readonly Session[] {
  const known = lists.get(sessions)
  if (known !== undefined) return known
  const list = Object.values(sessions)
  lists.set(sessions, list)
  return list
}
