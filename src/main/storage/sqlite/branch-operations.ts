import type { MessageId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { newId } from '@shared/model/new-id'
import type { MessagePage, Session, Versions } from '@shared/model/session'
import type { MessageQuery, SessionFork } from '@main/core/storage/storage'
import { BranchTree, isIn } from './branch-tree'
import type { Run } from './branch-tree'
import type { MessageTable } from './message-table'
import type { NoteOperations } from './note-operations'
import type { SessionEnds, SessionTable } from './session-table'

/** A fork is copied in pieces of so many messages. */
const COPY_PAGE = 200

/** What concerns the branches of a session, across its two tables. Each of these runs inside one transaction. */
export function createBranchOperations(
  sessions: SessionTable,
  messages: MessageTable,
  notes: Pick<NoteOperations, 'copy'>,
) {
  const treeOf = (sessionId: SessionId, { lastSeq }: SessionEnds) =>
    new BranchTree(messages.apart(sessionId), lastSeq)

  /** Along the visible branch, or the one through a message. */
  function page({ through, ...query }: MessageQuery): MessagePage {
    const { sessionId } = query
    const ends = sessions.endsOf(sessionId)
    if (!ends) return { messages: [], hasMore: false, versions: {} }
    if (ends.headSeq === null) {
      return { ...messages.page([{ from: 1, to: ends.lastSeq }], query), versions: {} }
    }
    const tree = treeOf(sessionId, ends)
    const end = through === undefined ? ends.headSeq : tree.tipOf(through)
    const found = messages.page(tree.pathTo(end), query)
    return { ...found, versions: versionsOf(tree, found.messages) }
  }

  function isVisible(sessionId: SessionId, seq: number): boolean {
    const ends = sessions.endsOf(sessionId)
    if (!ends || seq > ends.lastSeq) return false
    if (ends.headSeq === null) return true
    return seq === 0 || isIn(treeOf(sessionId, ends).pathTo(ends.headSeq), seq)
  }

  function switchTo(sessionId: SessionId, seq: number): Session | null {
    const ends = sessions.endsOf(sessionId)
    if (!ends || seq > ends.lastSeq) return null
    if (ends.headSeq === null) return sessions.get(sessionId)
    return sessions.setHead(sessionId, treeOf(sessionId, ends).tipOf(seq))
  }

  /** Copies what leads up to a message. Null where the session or that message of it is not there. */
  function fork({ sessionId, messageId, id, title, now, personId }: SessionFork): Session | null {
    const source = sessions.get(sessionId)
    const last = messages.get(messageId)
    const ends = sessions.endsOf(sessionId)
    if (!source || !ends || last?.sessionId !== sessionId) return null
    const path = treeOf(sessionId, ends).pathTo(last.seq)
    const count = path.reduce((sum, { from, to }) => sum + to - from + 1, 0)
    const { sharing: _sharing, ...kept } = source
    // How it was put in order is its person's.
    const order = source.personId === personId ? {} : { folderId: null, tags: [] }
    const made: Session = {
      ...kept,
      ...order,
      personId,
      id,
      title,
      lastSeq: count,
      headSeq: count,
      version: 1,
      pinned: false,
      archived: false,
      createdAt: now,
      updatedAt: now,
    }
    sessions.insert(made)
    copy(path, source, made)
    notes.copy(sessionId, id, path)
    return made
  }

  function copy(path: readonly Run[], source: Session, made: Session): void {
    let seq = 0
    for (let after = 0, more = true; more;) {
      const found = messages.page(path, { sessionId: source.id, after, limit: COPY_PAGE })
      for (const message of found.messages) messages.insert(copyOf(message, source, made, ++seq))
      after = found.messages.at(-1)?.seq ?? after
      more = found.hasMore
    }
  }

  return { page, isVisible, switchTo, fork }
}
export type BranchOperations = ReturnType<typeof createBranchOperations>

function versionsOf(tree: BranchTree, messages: readonly Message[]): Versions {
  const several: Versions = {}
  for (const { seq } of messages) {
    const versions = tree.versionsOf(seq)
    if (versions.length > 1) several[tree.parentOf(seq)] = versions
  }
  return several
}

/** Turns and the ids of senders belong to the session they came from. */
function copyOf(message: Message, source: Session, session: Session, seq: number): Message {
  const id: MessageId = newId(session.createdAt)
  return {
    ...saidIn(message, source, session),
    id,
    sessionId: session.id,
    seq,
    parentSeq: seq - 1,
    turnId: null,
    clientMessageId: null,
  }
}

/** Who said it, where that is not whose session it is now. */
function saidIn(message: Message, source: Session, session: Session): Message {
  if (message.author !== 'person' || source.personId === session.personId) return message
  const { details, ...said } = message
  const { personId = source.personId, ...others } = details ?? {}
  const kept = personId === session.personId ? others : { ...others, personId }
  return Object.keys(kept).length === 0 ? said : { ...said, details: kept }
}
