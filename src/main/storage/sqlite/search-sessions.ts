import type { Database } from 'better-sqlite3'
import type { SessionId } from '@shared/model/ids'
import type { SearchQuery } from '@main/core/search/search-store'
import { fold } from '../../core/search/fold-text.ts'
import { BranchTree, isIn } from './branch-tree.ts'
import type { Apart, Run } from './branch-tree.ts'

interface FolderRow {
  readonly id: string
  readonly name: string
}
interface SessionsWanted {
  /** A JSON array; null for all. */
  readonly folderIds: string | null
  readonly archived: 0 | 1
  readonly tagged: 0 | 1
}

/** What a query asks of sessions: where they were put, and which version of them is shown. */
export function createSearchSessions(db: Database) {
  const selectFolders = db.prepare<[string], FolderRow>(
    'SELECT id, name FROM folders WHERE person_id = ? AND deleted_at IS NULL',
  )
  const selectSessions = db.prepare<
    [SessionsWanted],
    { readonly id: string; readonly tags: string }
  >(`
    SELECT id, tags FROM sessions WHERE deleted_at IS NULL
      AND (@folderIds IS NULL OR folder_id IN (SELECT value FROM json_each(@folderIds)))
      AND (@archived = 0 OR archived = 1) AND (@tagged = 0 OR tags <> '[]')
  `)
  const selectEnds = db.prepare<
    [SessionId],
    { readonly last_seq: number; readonly head_seq: number | null }
  >('SELECT last_seq, head_seq FROM sessions WHERE id = ? AND deleted_at IS NULL')
  const selectApart = db.prepare<[SessionId], Apart>(`
    SELECT seq, parent_seq AS parentSeq FROM messages
    WHERE session_id = ? AND parent_seq IS NOT NULL ORDER BY seq
  `)

  /** By id, else by the whole name, else by part of it. */
  function foldersNamed(typed: readonly string[], personId: string): readonly string[] {
    const folders = selectFolders.all(personId)
    return typed.flatMap((name) => {
      const wanted = fold(name)
      const ranked = [
        folders.filter(({ id }) => id === name),
        folders.filter((folder) => fold(folder.name) === wanted),
        folders.filter((folder) => fold(folder.name).includes(wanted)),
      ]
      return (ranked.find((some) => some.length > 0) ?? []).map(({ id }) => id)
    })
  }

  /** The branch that is shown, in ascending order; none where there is no such session. */
  function shownRuns(sessionId: SessionId): readonly Run[] {
    const ends = selectEnds.get(sessionId)
    if (ends === undefined) return []
    if (ends.head_seq === null) return [{ from: 1, to: ends.last_seq }]
    return new BranchTree(selectApart.all(sessionId), ends.last_seq).pathTo(ends.head_seq)
  }

  return {
    /** The sessions that a query asks for; null for all of them. */
    wantedBy({ tags, folders, isArchived, reader }: SearchQuery): readonly SessionId[] | null {
      if (tags.length + folders.length === 0 && !isArchived) return null
      const wanted = tags.map(fold)
      return selectSessions
        .all({
          folderIds:
            folders.length === 0 ? null : JSON.stringify(foldersNamed(folders, reader.personId)),
          archived: isArchived ? 1 : 0,
          tagged: tags.length > 0 ? 1 : 0,
        })
        .filter((row) => {
          if (wanted.length === 0) return true
          const own = new Set((JSON.parse(row.tags) as string[]).map(fold))
          return wanted.every((tag) => own.has(tag))
        })
        .map(({ id }) => id)
    },

    shownRuns,

    /** Tells of any message of a session whether it is on the branch that is shown. */
    visibilityIn(sessionId: SessionId): (seq: number) => boolean {
      const shown = shownRuns(sessionId)
      return (seq) => isIn(shown, seq)
    },
  }
}
export type SearchSessions = ReturnType<typeof createSearchSessions>
