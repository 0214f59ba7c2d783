import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { StorageError } from '@main/core/storage/storage-error'
import type { Migration } from '@main/storage/sqlite/migrate'
import { migrations } from '@main/storage/sqlite/migrations/index'
import { prepareDatabase } from '@main/storage/sqlite/prepare-database'
import { openSqliteStorage } from '@main/storage/sqlite/sqlite-storage'
import { databaseOfVersion, fillVersion1 } from './migrations/old-database'
import {
  aBot,
  aSend,
  anEnding,
  NOON,
  openStorage,
  openWithSession,
  recordingLogger,
  TestDirectory,
} from './storage-fixture'

const FILE = 'port8000.db'
const backupsIn = (directory: TestDirectory) =>
  readdirSync(directory.path).filter((name) => name.startsWith('port8000-backup-'))

function prepare(directory: TestDirectory, steps: readonly Migration[], now = NOON): void {
  prepareDatabase({
    directory: directory.path,
    migrations: steps,
    log: recordingLogger().log,
    now: () => now,
  }).close()
}

function errorOf(work: () => void): StorageError {
  try {
    work()
  } catch (error) {
    if (error instanceof StorageError) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}

/** A file of version 1 with rows in it. */
function leaveVersion1(directory: TestDirectory): void {
  const db = databaseOfVersion(1, directory.file(FILE))
  fillVersion1(db)
  db.close()
}

describe('a first start', () => {
  it('makes the directory and the files, for their owner only', async () => {
    using parent = new TestDirectory()
    const dataDirectory = parent.file('new/data')
    const storage = await openSqliteStorage({ dataDirectory, log: recordingLogger().log })
    await storage.check()
    const modeOf = (path: string) => statSync(path).mode & 0o777
    expect(modeOf(dataDirectory)).toBe(0o700)
    for (const name of readdirSync(dataDirectory))
      expect([name, modeOf(join(dataDirectory, name))]).toEqual([name, 0o600])
    expect(readdirSync(dataDirectory)).toContain(`${FILE}-wal`)
    await storage.close()
    // Closed, all of it is in the one file.
    expect(readdirSync(dataDirectory).sort()).toEqual([FILE, 'port8000.lock'])
  })

  it('sets what keeps data whole: foreign keys, a write-ahead log, a busy timeout', () => {
    using directory = new TestDirectory()
    const db = prepareDatabase({
      directory: directory.path,
      migrations,
      log: recordingLogger().log,
      now: () => NOON,
    })
    const pragma = (name: string) => db.pragma(name, { simple: true })
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(1)
    expect(pragma('foreign_keys')).toBe(1)
    expect(pragma('busy_timeout')).toBe(5_000)
    expect(pragma('user_version')).toBe(migrations.length)
    db.close()
  })

  it('goes on where an earlier one was cut off before anything was written', () => {
    using directory = new TestDirectory()
    writeFileSync(directory.file(FILE), '')
    prepare(directory, migrations)
    expect(backupsIn(directory)).toEqual([])
  })

  it('makes no copy where nothing is to be migrated', async () => {
    using directory = new TestDirectory()
    for (let start = 0; start < 2; start++) await (await openStorage(directory)).close()
    expect(backupsIn(directory)).toEqual([])
  })
})

describe('a newer program', () => {
  it('keeps a good copy of what was there before it changes anything', () => {
    using directory = new TestDirectory()
    leaveVersion1(directory)
    writeFileSync(directory.file('port8000-backup-v1-20260101T000000000Z.db.unfinished'), 'half')
    prepare(directory, migrations)
    const [copy = ''] = backupsIn(directory)
    expect(copy).toBe('port8000-backup-v1-20260921T141320000Z.db')
    expect(statSync(directory.file(copy)).mode & 0o777).toBe(0o600)
    const db = new Database(directory.file(copy), { readonly: true })
    expect(db.pragma('user_version', { simple: true })).toBe(1)
    expect(db.prepare('SELECT text FROM messages ORDER BY seq').pluck().all()).toEqual([
      'Was it � then?',
      'It was 👍',
    ])
    db.close()
    // Nothing half-made stays, whoever left it.
    expect(readdirSync(directory.path).sort()).toEqual([copy, FILE])
  })

  it('keeps the newest five copies, whatever their version', () => {
    using directory = new TestDirectory()
    leaveVersion1(directory)
    const steps = [...migrations]
    for (let more = 1; more <= 8; more++) {
      steps.push({
        version: steps.length + 1,
        name: 'more',
        up: (db) => void db.exec(`CREATE TABLE more_${more} (id INTEGER)`),
      })
      prepare(directory, steps, NOON + more)
    }
    // From version 1 at once beyond ours, then one by one: the copy of version 10 would sort before that of 9.
    expect(backupsIn(directory).sort((a, b) => (a.slice(-9) < b.slice(-9) ? -1 : 1))).toEqual(
      [4, 5, 6, 7, 8].map(
        (more) => `port8000-backup-v${migrations.length + more - 1}-20260921T14132000${more}Z.db`,
      ),
    )
  })

  it('leaves everything as it was when a step fails, also the steps before it', () => {
    using directory = new TestDirectory()
    leaveVersion1(directory)
    const failing: Migration = {
      version: migrations.length + 1,
      name: 'failing',
      up(db) {
        db.exec(`DELETE FROM messages; CREATE TABLE half (id INTEGER);`)
        db.exec('INSERT INTO nowhere VALUES (1)')
      },
    }
    const error = errorOf(() => prepare(directory, [...migrations, failing]))
    expect(error.kind).toBe('migration_failed')
    expect(error.message).toContain('no such table: nowhere')
    expect(backupsIn(directory)).toEqual([])
    const db = new Database(directory.file(FILE))
    expect(db.pragma('user_version', { simple: true })).toBe(1)
    expect(db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(2)
    expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).pluck().get()).toBe(
      0,
    )
    expect(
      db
        .prepare(`SELECT count(*) FROM pragma_table_info('bots') WHERE name = 'name_exact'`)
        .pluck()
        .get(),
    ).toBe(0)
    db.close()
    prepare(directory, migrations)
  })

  it('refuses a step that leaves rows which refer to nothing', () => {
    using directory = new TestDirectory()
    leaveVersion1(directory)
    const orphaning: Migration = {
      version: migrations.length + 1,
      name: 'orphaning',
      up: (db) => void db.exec('DELETE FROM bots'),
    }
    expect(errorOf(() => prepare(directory, [...migrations, orphaning])).kind).toBe(
      'migration_failed',
    )
    prepare(directory, migrations)
  })

  it('says that the disk is full when it is, and leaves the file as it was', () => {
    using directory = new TestDirectory()
    leaveVersion1(directory)
    const hungry: Migration = {
      version: migrations.length + 1,
      name: 'hungry',
      up(db) {
        db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`)
        db.exec('CREATE TABLE big (bytes BLOB); INSERT INTO big VALUES (zeroblob(1000000))')
      },
    }
    const error = errorOf(() => prepare(directory, [...migrations, hungry]))
    expect([error.kind, error.message]).toEqual([
      'full',
      expect.stringContaining('Free some space'),
    ])
    prepare(directory, migrations)
  })

  it('is not built with steps out of order', () => {
    using directory = new TestDirectory()
    const [first, second] = migrations
    if (!first || !second) throw new Error('There are two steps at least.')
    expect(() => prepare(directory, [second, first])).toThrow(/version 2 in place 1/)
    expect(() => prepare(directory, [first, first])).toThrow(/version 1 in place 2/)
  })
})

describe('an older program', () => {
  it.each(['closed', 'crashed'])(
    'refuses the file of a newer one that was %s, and leaves it byte for byte',
    async (how) => {
      using directory = new TestDirectory()
      await (await openStorage(directory)).close()
      const newer = new Database(directory.file(FILE))
      newer.pragma('user_version = 99')
      if (how === 'closed') {
        // As a program that does not use WAL leaves it.
        newer.pragma('journal_mode = DELETE')
        newer.close()
      }
      const names = () => readdirSync(directory.path).filter((name) => /\.db(-wal)?$/.test(name))
      const bytes = () =>
        names().map((name) => [name, readFileSync(directory.file(name)).toString('base64')])
      const before = bytes()
      expect(before).toHaveLength(how === 'closed' ? 1 : 2)

      const error = await openStorage(directory).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(StorageError)
      expect(error).toMatchObject({
        kind: 'from_newer_version',
        message: expect.stringContaining('newer Port 8000') as string,
      })
      expect(bytes()).toEqual(before)
      newer.close()
    },
  )
})

describe('a damaged file', () => {
  const kinds: Record<string, (directory: TestDirectory) => void> = {
    'that is something else': ({ path }) =>
      writeFileSync(join(path, FILE), 'This is not a database, it is a letter. '.repeat(9)),
    'that is cut short': ({ path }) => truncateSync(join(path, FILE), 8_192),
    'that is a few bytes': ({ path }) => writeFileSync(join(path, FILE), 'SQLite format 3\0'),
    'whose tables cannot be read'({ path }) {
      const bytes = readFileSync(join(path, FILE))
      writeFileSync(join(path, FILE), bytes.fill(0xaa, 4_096))
    },
    'that belongs to another program'({ path }) {
      const db = new Database(join(path, 'other.db'))
      db.exec('CREATE TABLE recipes (id INTEGER)')
      db.close()
      writeFileSync(join(path, FILE), readFileSync(join(path, 'other.db')))
    },
  }

  it.each(Object.keys(kinds))('%s is reported and left as it is', async (kind) => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    await storage.turns.end(anEnding(sent))
    await storage.close()
    kinds[kind]?.(directory)
    const before = readFileSync(directory.file(FILE))

    const error = await openStorage(directory).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'StorageError', kind: 'damaged' })
    expect(String(error)).toContain('There is no good copy beside it')
    expect(readFileSync(directory.file(FILE)).equals(before)).toBe(true)
    // The directory is free again for whoever mends it.
    expect(existsSync(directory.file('port8000.lock.json'))).toBe(false)
  })

  it('names the newest good copy, not a newer one that is damaged, and that copy can be started from', async () => {
    using directory = new TestDirectory()
    leaveVersion1(directory)
    prepare(directory, migrations)
    const [good = ''] = backupsIn(directory)
    const bad = 'port8000-backup-v2-20991231T000000000Z.db'
    writeFileSync(directory.file(bad), readFileSync(directory.file(good)).fill(0xaa, 4_096))
    writeFileSync(directory.file(FILE), '')

    const error = errorOf(() => prepare(directory, migrations))
    expect(error.kind).toBe('damaged')
    expect(error.message).toContain(good)
    expect(error.message).not.toContain(bad)

    writeFileSync(directory.file(FILE), readFileSync(directory.file(good)))
    const storage = await openStorage(directory)
    expect(await storage.sessions.get('session-1')).toMatchObject({ title: 'Old times' })
    await storage.close()
  })

  it('is found before it is migrated, deep inside too', () => {
    using directory = new TestDirectory()
    const db = databaseOfVersion(1, directory.file(FILE))
    fillVersion1(db)
    const insert =
      db.prepare(`INSERT INTO messages (id, session_id, seq, author, text, status, created_at)
      VALUES (?, 'session-1', ?, 'person', ?, 'complete', 1)`)
    for (let seq = 3; seq < 500; seq++) insert.run(`message-${seq}`, seq, 'word '.repeat(100))
    db.close()
    const bytes = readFileSync(directory.file(FILE))
    const middle = Math.floor(bytes.length / 8_192) * 4_096
    writeFileSync(directory.file(FILE), bytes.fill(0xaa, middle, middle + 4_096))
    const before = readFileSync(directory.file(FILE))

    expect(errorOf(() => prepare(directory, migrations)).kind).toBe('damaged')
    expect(readFileSync(directory.file(FILE)).equals(before)).toBe(true)
    expect(backupsIn(directory)).toEqual([])
  })
})

describe('a directory that cannot be used', () => {
  it('says that it is read-only', async () => {
    using directory = new TestDirectory()
    const data = directory.file('data')
    mkdirSync(data)
    await using _user = asOrdinaryUser(directory.path, data)
    for (const dataDirectory of [data, join(data, 'deeper')]) {
      const error = await openSqliteStorage({ dataDirectory, log: recordingLogger().log }).catch(
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject({
        name: 'StorageError',
        kind: 'read_only',
        message: expect.stringContaining(data) as string,
      })
    }
  })

  it('says that a file in it is read-only', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    await storage.bots.insert(aBot())
    await storage.close()
    for (const name of readdirSync(directory.path)) chmodSync(directory.file(name), 0o444)
    await using _user = asOrdinaryUser(directory.path)
    await expect(openStorage(directory)).rejects.toMatchObject({ kind: 'read_only' })
  })

  it('says what is wrong where it is not a directory', async () => {
    using directory = new TestDirectory()
    writeFileSync(directory.file('file'), '')
    const opening = openSqliteStorage({
      dataDirectory: directory.file('file'),
      log: recordingLogger().log,
    })
    await expect(opening).rejects.toMatchObject({ kind: 'unavailable' })
  })
})

/** Root may write everywhere, so for a while this process is somebody else, who may only read there. */
function asOrdinaryUser(...readable: readonly string[]): AsyncDisposable {
  for (const path of readable) chmodSync(path, 0o555)
  const root = process.geteuid?.() === 0
  if (root) process.seteuid?.(65_534)
  return {
    async [Symbol.asyncDispose]() {
      if (root) process.seteuid?.(0)
      for (const path of readable) chmodSync(path, 0o755)
    },
  }
}
