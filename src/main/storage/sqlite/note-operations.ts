import type { Database } from 'better-sqlite3'
import type { SessionId } from '@shared/model/ids'
import type { KeptNotes } from '@shared/model/session-notes'
import type { Recalled } from '@main/core/notes/note-store'
import { BranchTree, isIn } from './branch-tree'
import type { Run } from './branch-tree'
import type { MessageTable } from './message-table'
import { toNotes, toStoredNotes } from './notes-column'
import { SESSION_IS_THERE } from './session-row'
import type { SessionTable } from './session-table'

const NOTHING: Recalled = { notes: [], pinned: [] }

/** What bots are always told of their sessions, across two tables. Each of these runs inside one transaction. */
export function createNoteOperations(db: Database, sessions: SessionTable, messages: MessageTable) {
  const select = db
    .prepare<[SessionId], string | null>('SELECT notes FROM sessions WHERE id = ?')
    .pluck()
  const update = db.prepare<[string | null, SessionId]>(
    `UPDATE sessions SET notes = ? WHERE id = ? AND ${SESSION_IS_THERE}`,
  )

  const get = (sessionId: SessionId): KeptNotes => toNotes(select.get(sessionId) ?? null)
  const put = (sessionId: SessionId, notes: KeptNotes): boolean =>
    update.run(toStoredNotes(notes), sessionId).changes === 1

  function recall(sessionId: SessionId, seq: number): Recalled {
    const stored = select.get(sessionId)
    const ends = stored ? sessions.endsOf(sessionId) : null
    if (!stored || !ends) return NOTHING
    const tree = new BranchTree(messages.apart(sessionId), ends.lastSeq)
    const path = tree.pathTo(seq)
    const { notes, pins } = toNotes(stored)
    return {
      notes: notes.filter(({ throughSeq }) => throughSeq === 0 || isIn(path, throughSeq)),
      pinned: pins
        .filter((pin) => isIn(path, pin.seq))
        .flatMap(
          ({ seq: at }) => messages.page([{ from: at, to: at }], { sessionId, limit: 1 }).messages,
        ),
    }
  }

  /** Gives a copy of a branch what belongs to that branch, under the numbers it has there. */
  function copy(from: SessionId, to: SessionId, path: readonly Run[]): void {
    const stored = select.get(from)
    if (!stored) return
    const { pins, notes } = toNotes(stored)
    put(to, {
      pins: pins.flatMap((pin) =>
        isIn(path, pin.seq) ? [{ ...pin, seq: placeIn(path, pin.seq) }] : [],
      ),
      notes: notes.flatMap((note) => {
        if (note.throughSeq === 0) return [note]
        if (!isIn(path, note.throughSeq)) return []
        return [{ ...note, throughSeq: placeIn(path, note.throughSeq) }]
      }),
      removed: [],
    })
  }

  return { get, put, recall, copy }
}
export type NoteOperations = ReturnType<typeof createNoteOperations>

/** The how-manieth message of a branch this is. */
function placeIn(path: readonly Run[], seq: number): number {
  return path.reduce(
    (sum, { from, to }) => sum + (from > seq ? 0 : Math.min(to, seq) - from + 1),
    0,
  )
}
