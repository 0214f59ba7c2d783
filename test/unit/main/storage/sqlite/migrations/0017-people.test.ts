import { expect, it } from 'vitest'
import { migrate } from '@main/storage/sqlite/migrate'
import { migrations } from '@main/storage/sqlite/migrations/index'
import { databaseOfVersion, fillVersion1 } from './old-database'

it('0017 gives everything that was there to whoever installed the controller, private, and keeps what each device and token may', () => {
  const db = databaseOfVersion(1)
  fillVersion1(db)
  migrate(db, migrations.slice(0, 16))
  db.exec(`
    INSERT INTO folders (id, name, version, created_at) VALUES ('folder-1', 'Home', 1, 10);
    INSERT INTO attachments (hash, name, type, size, width, height, used_at) VALUES ('aa', 'a.png', 'image/png', 1, 1, 1, 1);
    INSERT INTO read_marks (reader, session_id, seq) VALUES ('owner', 'session-1', 2), ('token:token-1', 'session-1', 1);
    INSERT INTO turns (id, session_id, message_id, client_message_id, state, text, created_at, sender)
      VALUES ('waits-1', 'session-1', 'said-8', 'client-8', 'queued', 'x', 1, 'token:token-1'),
        ('waits-2', 'session-1', 'said-9', 'client-9', 'queued', 'x', 1, NULL);
  `)
  migrate(db, migrations)
  const all = (sql: string) => db.prepare(sql).all()
  expect(all('SELECT id, name, role, ends_at, bots, removed_at FROM people')).toEqual([
    { id: 'owner', name: 'Owner', role: 'owner', ends_at: null, bots: '{}', removed_at: null },
  ])
  expect(all('SELECT person_id, sharing FROM sessions')).toEqual([
    { person_id: 'owner', sharing: null },
  ])
  expect(all('SELECT person_id, role FROM devices')).toEqual([
    { person_id: 'owner', role: 'owner' },
  ])
  expect(all('SELECT person_id, role FROM tokens')).toEqual([
    { person_id: 'owner', role: 'member' },
  ])
  expect(all('SELECT person_id FROM folders')).toEqual([{ person_id: 'owner' }])
  expect(all('SELECT hash, person_id FROM attachment_people')).toEqual([
    { hash: 'aa', person_id: 'owner' },
  ])
  expect(all('SELECT reader, seq FROM read_marks')).toEqual([{ reader: 'owner', seq: 2 }])
  expect(all("SELECT id, sender FROM turns WHERE id LIKE 'waits-%' ORDER BY id")).toEqual([
    { id: 'waits-1', sender: 'owner' },
    { id: 'waits-2', sender: null },
  ])
  db.close()
})
