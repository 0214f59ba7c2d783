import type { Database } from 'better-sqlite3'
import type { Timestamp } from '@shared/model/ids'
import { DEFAULT_UPSTREAM_ID } from '@shared/model/upstream-name'
import type { UpstreamId } from '@shared/model/upstream-name'
import type { StoredUpstream, UpstreamStore } from '@main/core/upstreams/upstream-store'

interface UpstreamRow {
  readonly id: string
  readonly name: string
  readonly address: string | null
  readonly weight: number
  readonly drained: 0 | 1
  readonly version: number
  readonly created_at: number
}

const COLUMNS = 'id, name, address, weight, drained, version, created_at'

/** The Ollama servers. Their secrets are not here: this file is copied by every backup. */
export function createUpstreamTable(db: Database) {
  const selectAll = db.prepare<[], UpstreamRow>(`
    SELECT ${COLUMNS} FROM upstreams WHERE removed_at IS NULL
    ORDER BY id <> '${DEFAULT_UPSTREAM_ID}', created_at, id
  `)
  const insertRow = db.prepare<[UpstreamRow]>(
    `INSERT INTO upstreams (${COLUMNS}) VALUES (@id, @name, @address, @weight, @drained, @version, @created_at)`,
  )
  const updateRow = db.prepare<[UpstreamRow]>(`
    UPDATE upstreams SET name = @name, address = @address, weight = @weight, drained = @drained, version = @version
    WHERE id = @id AND version = @version - 1 AND removed_at IS NULL
  `)
  const markRemoved = db.prepare<[Timestamp, UpstreamId]>(
    `UPDATE upstreams SET removed_at = ? WHERE id = ? AND removed_at IS NULL AND id <> '${DEFAULT_UPSTREAM_ID}'`,
  )
  const unmark = db.prepare<[UpstreamId], UpstreamRow>(
    `UPDATE upstreams SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL RETURNING ${COLUMNS}`,
  )
  const forget = db.prepare('DELETE FROM upstreams WHERE removed_at IS NOT NULL')

  return {
    list: (): readonly StoredUpstream[] => selectAll.all().map(toUpstream),
    insert: (upstream: StoredUpstream): void => void insertRow.run(toRow(upstream)),
    update: (upstream: StoredUpstream): boolean => updateRow.run(toRow(upstream)).changes === 1,
    remove: (upstreamId: UpstreamId, now: Timestamp): boolean =>
      markRemoved.run(now, upstreamId).changes === 1,
    restore(upstreamId: UpstreamId): StoredUpstream | null {
      const row = unmark.get(upstreamId)
      return row ? toUpstream(row) : null
    },
    forgetRemoved: (): void => void forget.run(),
  }
}
type UpstreamTable = ReturnType<typeof createUpstreamTable>

/** The asynchronous port in front of it. */
export function upstreamStore(
  run: <T>(work: () => T) => Promise<T>,
  upstreams: UpstreamTable,
): UpstreamStore {
  return {
    list: () => run(() => upstreams.list()),
    insert: (upstream) => run(() => upstreams.insert(upstream)),
    update: (upstream) => run(() => upstreams.update(upstream)),
    remove: (upstreamId, now) => run(() => upstreams.remove(upstreamId, now)),
    restore: (upstreamId) => run(() => upstreams.restore(upstreamId)),
    forgetRemoved: () => run(() => upstreams.forgetRemoved()),
  }
}

function toRow(upstream: StoredUpstream): UpstreamRow {
  const { id, name, address, weight, drained, version, createdAt } = upstream
  return { id, name, address, weight, drained: drained ? 1 : 0, version, created_at: createdAt }
}

function toUpstream({ created_at, drained, ...row }: UpstreamRow): StoredUpstream {
  return { ...row, drained: drained === 1, createdAt: created_at }
}
