import type { Database } from 'better-sqlite3'
import type { Role } from '@shared/model/access'
import type { SessionId, Timestamp } from '@shared/model/ids'
import type { BotUsage, Person, PersonId } from '@shared/model/person'
import type { PeopleStore } from '@main/core/access/people-store'
import type { SessionAccess } from '@main/core/access/session-rule'
import { toSharing } from './session-row'
import type { TransactionQueue } from './transaction-queue'

interface PersonRow {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly ends_at: number | null
  readonly bots: string
  readonly version: number
  readonly created_at: number
}
interface AccessRow {
  readonly id: string
  readonly bot_id: string
  readonly person_id: string
  readonly sharing: string | null
}

const COLUMNS = 'id, name, role, ends_at, bots, version, created_at'

/** Who uses the controller. Who was removed stays, so that they can come back. */
export function createPeopleTable(db: Database) {
  const selectAll = db.prepare<[], PersonRow>(
    `SELECT ${COLUMNS} FROM people WHERE removed_at IS NULL ORDER BY created_at, id`,
  )
  const insertRow = db.prepare<[PersonRow]>(`
    INSERT INTO people (${COLUMNS}) VALUES (@id, @name, @role, @ends_at, @bots, @version, @created_at)
  `)
  const updateRow = db.prepare<[PersonRow]>(`
    UPDATE people SET name = @name, role = @role, ends_at = @ends_at, bots = @bots, version = @version
    WHERE id = @id AND version = @version - 1 AND removed_at IS NULL
  `)
  const markRemoved = db.prepare<[Timestamp, PersonId]>(
    'UPDATE people SET removed_at = ? WHERE id = ? AND removed_at IS NULL',
  )
  const unmarkRemoved = db.prepare<[PersonId], PersonRow>(`
    UPDATE people SET removed_at = NULL, version = version + 1 WHERE id = ? AND removed_at IS NOT NULL RETURNING ${COLUMNS}
  `)
  const forgetDevices = db
    .prepare<[PersonId], string>('DELETE FROM devices WHERE person_id = ? RETURNING id')
    .pluck()
  const forgetTokens = db
    .prepare<[PersonId], string>('DELETE FROM tokens WHERE person_id = ? RETURNING id')
    .pluck()
  const forgetLinks = db.prepare<[PersonId]>('DELETE FROM links WHERE person_id = ?')
  const selectUsage = db.prepare<[], BotUsage>(`
    SELECT person_id AS personId, bot_id AS botId, count(*) AS sessions, max(updated_at) AS lastUsedAt
    FROM sessions WHERE deleted_at IS NULL GROUP BY person_id, bot_id ORDER BY lastUsedAt DESC
  `)

  return {
    list: (): Person[] => selectAll.all().map(toPerson),
    insert: (person: Person): void => void insertRow.run(toRow(person)),
    update: (person: Person): boolean => updateRow.run(toRow(person)).changes === 1,
    remove(personId: PersonId, now: Timestamp): string[] | null {
      if (markRemoved.run(now, personId).changes === 0) return null
      forgetLinks.run(personId)
      return [...forgetDevices.all(personId), ...forgetTokens.all(personId)]
    },
    restore(personId: PersonId): Person | null {
      const row = unmarkRemoved.get(personId)
      return row ? toPerson(row) : null
    },
    usage: (): BotUsage[] => selectUsage.all(),
  }
}

/** Whose sessions are, and whom they are shared with. */
export function createSessionAccess(db: Database) {
  const select = db.prepare<[string], AccessRow>(`
    SELECT id, bot_id, person_id, sharing FROM sessions
    WHERE id IN (SELECT value FROM json_each(?)) AND purged_at IS NULL
  `)
  return (sessionIds: readonly SessionId[]): SessionAccess[] =>
    select.all(JSON.stringify(sessionIds)).map((row) => ({
      id: row.id,
      botId: row.bot_id,
      personId: row.person_id,
      ...toSharing(row.sharing),
    }))
}

/** The asynchronous port in front of the table. */
export function peopleStore(
  run: TransactionQueue['add'],
  people: ReturnType<typeof createPeopleTable>,
): PeopleStore {
  return {
    list: () => run(() => people.list()),
    insert: (person) => run(() => people.insert(person)),
    update: (person) => run(() => people.update(person)),
    remove: (personId, now) => run(() => people.remove(personId, now)),
    restore: (personId) => run(() => people.restore(personId)),
    usage: () => run(() => people.usage()),
  }
}

function toRow({ id, name, role, endsAt, bots, version, createdAt }: Person): PersonRow {
  const stored = JSON.stringify(bots)
  return { id, name, role, ends_at: endsAt, bots: stored, version, created_at: createdAt }
}

function toPerson(row: PersonRow): Person {
  const { id, name, role, version } = row
  const bots = JSON.parse(row.bots) as Person['bots']
  return { id, name, role, endsAt: row.ends_at, bots, version, createdAt: row.created_at }
}
