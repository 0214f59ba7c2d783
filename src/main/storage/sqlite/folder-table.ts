import type { Database } from 'better-sqlite3'
import { AppError } from '@shared/contract/app-error'
import type { Folder } from '@shared/model/folder'
import type { FolderId, Timestamp } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { Session } from '@shared/model/session'
import type { FolderRename } from '@main/core/folders/folder-store'
import { toExactBytes } from './exact-text'
import { FOLDER_COLUMNS as COLUMNS, toFolder } from './folder-row'
import type { FolderRow } from './folder-row'
import { SESSION_COLUMNS, SESSION_IS_THERE, toSession } from './session-row'
import type { SessionRow } from './session-row'

type MovedRow = SessionRow & { readonly isThere: 0 | 1 }

/** Folders. A deleted one remembers the sessions that were in it, those in the bin too, and comes back with them. */
export function createFolderTable(db: Database) {
  const selectAll = db.prepare<[PersonId], FolderRow>(
    `SELECT ${COLUMNS} FROM folders WHERE person_id = ? AND deleted_at IS NULL ORDER BY name COLLATE NOCASE, id`,
  )
  const selectOne = db.prepare<[FolderId, PersonId], FolderRow>(
    `SELECT ${COLUMNS} FROM folders WHERE id = ? AND person_id = ? AND deleted_at IS NULL`,
  )
  const insertRow = db.prepare<[FolderRow & { readonly person_id: PersonId }]>(
    `INSERT INTO folders (${COLUMNS}, person_id) VALUES (@id, @name, @name_exact, @version, @created_at, @person_id)`,
  )
  const updateName = db.prepare<[string, Buffer | null, FolderId], FolderRow>(
    `UPDATE folders SET name = ?, name_exact = ?, version = version + 1 WHERE id = ? RETURNING ${COLUMNS}`,
  )
  const markDeleted = db.prepare<{ folderId: FolderId; now: Timestamp }>(`
    UPDATE folders SET deleted_at = @now,
      held = (SELECT json_group_array(id) FROM sessions WHERE folder_id = @folderId)
    WHERE id = @folderId
  `)
  const moveOut = db.prepare<[FolderId], MovedRow>(`
    UPDATE sessions SET folder_id = NULL, version = version + 1 WHERE folder_id = ?
    RETURNING ${SESSION_COLUMNS}, ${SESSION_IS_THERE} AS isThere
  `)
  const moveBack = db.prepare<{ folderId: FolderId }, MovedRow>(`
    UPDATE sessions SET folder_id = @folderId, version = version + 1
    WHERE folder_id IS NULL
      AND id IN (SELECT value FROM json_each((SELECT held FROM folders WHERE folders.id = @folderId)))
    RETURNING ${SESSION_COLUMNS}, ${SESSION_IS_THERE} AS isThere
  `)
  const unmarkDeleted = db.prepare<[FolderId], FolderRow>(`
    UPDATE folders SET deleted_at = NULL, held = NULL WHERE id = ? AND deleted_at IS NOT NULL RETURNING ${COLUMNS}
  `)
  const selectDeleted = db
    .prepare<[FolderId, PersonId], number>(
      'SELECT 1 FROM folders WHERE id = ? AND person_id = ? AND deleted_at IS NOT NULL',
    )
    .pluck()
  const forget = db.prepare<[Timestamp]>('DELETE FROM folders WHERE deleted_at < ?')

  return {
    list: (personId: PersonId): Folder[] => selectAll.all(personId).map(toFolder),

    insert(folder: Folder, personId: PersonId): void {
      const { id, name, version, createdAt } = folder
      insertRow.run({
        ...{ id, name, name_exact: toExactBytes(name), version },
        ...{ created_at: createdAt, person_id: personId },
      })
    },

    rename({ folderId, personId, name, version }: FolderRename): Folder | null {
      const before = selectOne.get(folderId, personId)
      if (!before) return null
      if (version !== undefined && version !== before.version) {
        throw new AppError(
          'conflict',
          'Somebody renamed this folder meanwhile. Look at it as it is now, then try again.',
          { current: toFolder(before) },
        )
      }
      const row = updateName.get(name, toExactBytes(name), folderId)
      return row ? toFolder(row) : null
    },

    delete(folderId: FolderId, personId: PersonId, now: Timestamp): Session[] | null {
      if (!selectOne.get(folderId, personId)) return null
      markDeleted.run({ folderId, now })
      return visible(moveOut.all(folderId))
    },

    restore(
      folderId: FolderId,
      personId: PersonId,
    ): { folder: Folder; sessions: Session[] } | null {
      if (selectDeleted.get(folderId, personId) === undefined) return null
      const sessions = visible(moveBack.all({ folderId }))
      const row = unmarkDeleted.get(folderId)
      return row ? { folder: toFolder(row), sessions } : null
    },

    forgetDeleted: (before: Timestamp): void => void forget.run(before),
  }
}
export type FolderTable = ReturnType<typeof createFolderTable>

function visible(rows: readonly MovedRow[]): Session[] {
  return rows.filter(({ isThere }) => isThere === 1).map(toSession)
}
