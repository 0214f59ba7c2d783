import type { Message } from '@shared/model/message'
import type { Session } from '@shared/model/session'
import type { MessageTable } from './message-table'
import type { SessionTable } from './session-table'

/** What the session store promises, across its two tables. Each of these runs inside one transaction. */
export function createSessionOperations(sessions: SessionTable, messages: MessageTable) {
  function insert(session: Session, opening: Omit<Message, 'seq'> | null): Session {
    const begun = opening === null ? session : { ...session, lastSeq: 1, headSeq: 1 }
    sessions.insert(begun)
    if (opening !== null) messages.insert({ ...opening, seq: 1 })
    return begun
  }

  return { ...sessions, insert }
}
