import type { ReadMark, Session } from '@shared/model/session'
import type { SessionId } from '@shared/model/ids'

const KEY = 'port8000.read'
/** So many are kept here; the controller knows all of them. */
const MOST_KEPT = 2_000

/** How far this person has read: kept by the controller for all their devices, and here until it answers. */
export interface ReadMarks {
  /** What was said before this moment (epoch milliseconds, the controller's clock) counts as read; null until it is known. */
  readonly since: number | null
  /** The last `seq` read, by session. */
  readonly seqs: Readonly<Record<SessionId, number>>
}

const NOTHING_READ: ReadMarks = { since: null, seqs: {} }

/** Whether something was said in a session that none of this person's devices has shown yet. */
export function isUnread(marks: ReadMarks, session: Session): boolean {
  const read = marks.seqs[session.id]
  if (read !== undefined) return session.lastSeq > read
  return marks.since !== null && session.lastSeq > 0 && session.updatedAt > marks.since
}

/** The marks with these sessions read so far; the same object where nothing changes. */
export function withRead(marks: ReadMarks, read: readonly ReadMark[]): ReadMarks {
  const news = read.filter(({ sessionId, seq }) => (marks.seqs[sessionId] ?? -1) < seq)
  if (news.length === 0) return marks
  // The one read last stands last.
  const seqs = new Map(Object.entries(marks.seqs))
  for (const { sessionId, seq } of news) {
    seqs.delete(sessionId)
    seqs.set(sessionId, seq)
  }
  return { ...marks, seqs: Object.fromEntries(seqs) }
}

function isReadMarks(value: unknown): value is ReadMarks {
  if (typeof value !== 'object' || value === null || !('since' in value) || !('seqs' in value))
    return false
  const { since, seqs } = value
  if (typeof since !== 'number' && since !== null) return false
  return (
    typeof seqs === 'object' &&
    seqs !== null &&
    Object.values(seqs).every((seq) => typeof seq === 'number')
  )
}

/** What this browser keeps; nothing where it keeps none, or something we do not understand. */
export function loadReadMarks(): ReadMarks {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    return isReadMarks(value) ? value : NOTHING_READ
  } catch {
    return NOTHING_READ
  }
}

export function saveReadMarks(marks: ReadMarks): void {
  try {
    const newest = Object.entries(marks.seqs).slice(-MOST_KEPT)
    localStorage.setItem(KEY, JSON.stringify({ ...marks, seqs: Object.fromEntries(newest) }))
  } catch {
    // Storage is closed or full: unread dots come back with the next visit, nothing else is lost.
  }
}
