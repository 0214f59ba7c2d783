import type { Database } from 'better-sqlite3'
import type { Timestamp } from '@shared/model/ids'
import type { ToolServerId, ToolServerTarget } from '@shared/model/tool-server'
import type {
  StoredToolServer,
  ToldByServer,
  ToolServerStore,
} from '@main/core/tool-servers/tool-server-store'

interface ToolServerRow {
  readonly id: string
  readonly name: string
  readonly target: string
  readonly enabled: 0 | 1
  readonly version: number
  readonly created_at: number
  readonly told: string
}

const COLUMNS = 'id, name, target, enabled, version, created_at, told'

/** The tool servers. Their secrets are not here: this file is copied by every backup. */
export function createToolServerTable(db: Database) {
  const selectAll = db.prepare<[], ToolServerRow>(
    `SELECT ${COLUMNS} FROM tool_servers WHERE removed_at IS NULL ORDER BY name`,
  )
  const insertRow = db.prepare<[ToolServerRow]>(`
    INSERT INTO tool_servers (${COLUMNS})
    VALUES (@id, @name, @target, @enabled, @version, @created_at, @told)
    ON CONFLICT DO NOTHING
  `)
  const updateRow = db.prepare<[ToolServerRow]>(`
    UPDATE tool_servers SET target = @target, enabled = @enabled, version = @version
    WHERE id = @id AND version = @version - 1 AND removed_at IS NULL
  `)
  const updateTold = db.prepare<[string, ToolServerId]>(
    'UPDATE tool_servers SET told = ? WHERE id = ?',
  )
  const markRemoved = db.prepare<[Timestamp, ToolServerId]>(
    'UPDATE tool_servers SET removed_at = ? WHERE id = ? AND removed_at IS NULL',
  )
  const unmark = db.prepare<[ToolServerId], ToolServerRow>(`
    UPDATE OR IGNORE tool_servers SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL
    RETURNING ${COLUMNS}
  `)
  const forget = db.prepare('DELETE FROM tool_servers WHERE removed_at IS NOT NULL')

  return {
    list: (): readonly StoredToolServer[] => selectAll.all().map(toServer),
    insert: (server: StoredToolServer): boolean => insertRow.run(toRow(server)).changes === 1,
    update: (server: StoredToolServer): boolean => updateRow.run(toRow(server)).changes === 1,
    setTold: (id: ToolServerId, told: ToldByServer): void =>
      void updateTold.run(JSON.stringify(told), id),
    remove: (id: ToolServerId, now: Timestamp): boolean => markRemoved.run(now, id).changes === 1,
    restore(id: ToolServerId): StoredToolServer | null {
      const row = unmark.get(id)
      return row ? toServer(row) : null
    },
    forgetRemoved: (): void => void forget.run(),
  }
}
type ToolServerTable = ReturnType<typeof createToolServerTable>

/** The asynchronous port in front of it. */
export function toolServerStore(
  run: <T>(work: () => T) => Promise<T>,
  servers: ToolServerTable,
): ToolServerStore {
  return {
    list: () => run(() => servers.list()),
    insert: (server) => run(() => servers.insert(server)),
    update: (server) => run(() => servers.update(server)),
    setTold: (id, told) => run(() => servers.setTold(id, told)),
    remove: (id, now) => run(() => servers.remove(id, now)),
    restore: (id) => run(() => servers.restore(id)),
    forgetRemoved: () => run(() => servers.forgetRemoved()),
  }
}

function toRow(server: StoredToolServer): ToolServerRow {
  const { id, name, target, enabled, version, createdAt, told } = server
  return {
    ...{ id, name, version, created_at: createdAt, enabled: enabled ? 1 : 0 },
    ...{ target: JSON.stringify(target), told: JSON.stringify(told) },
  }
}

function toServer({ target, told, enabled, created_at, ...row }: ToolServerRow): StoredToolServer {
  return {
    ...{ ...row, enabled: enabled === 1, createdAt: created_at },
    // Both were written by `toRow`, and by nobody else.
    target: JSON.parse(target) as ToolServerTarget,
    told: JSON.parse(told) as ToldByServer,
  }
}
