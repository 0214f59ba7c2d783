import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DATABASE_FILE } from '@main/storage/sqlite/data-files'

export interface DatabaseFacts {
  /** What `PRAGMA integrity_check` and `foreign_key_check` say; `['ok']` is a sound file. */
  readonly integrity: readonly unknown[]
  /** Ids of turns that a reply is being made for. */
  readonly running: readonly string[]
  /** Ids of what people said: stored, or waiting for its turn. */
  readonly said: ReadonlySet<string>
  /** Sessions whose messages are not numbered from 1 to their last one. */
  readonly gapped: readonly string[]
}

/** Looks at a copy of the file and its log, as a dead process left them, so that nothing is repaired by looking. */
export function readDeadDatabase(dataDirectory: string): DatabaseFacts {
  const directory = mkdtempSync(join(tmpdir(), 'port8000-copy-'))
  try {
    for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`]) {
      if (existsSync(join(dataDirectory, name)))
        copyFileSync(join(dataDirectory, name), join(directory, name))
    }
    return readFacts(new Database(join(directory, DATABASE_FILE)))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Looks over the shoulder of the process that uses the file. */
export function readLiveDatabase(dataDirectory: string): DatabaseFacts {
  return readFacts(new Database(join(dataDirectory, DATABASE_FILE), { readonly: true }))
}

function readFacts(db: Database.Database): DatabaseFacts {
  const column = (sql: string) => db.prepare<[], string>(sql).pluck().all()
  try {
    return {
      integrity: [
        ...column('PRAGMA integrity_check'),
        ...db.prepare('PRAGMA foreign_key_check').all(),
      ],
      running: column(`SELECT id FROM turns WHERE state = 'running'`),
      said: new Set(
        column(`
          SELECT id FROM messages WHERE author = 'person'
          UNION SELECT message_id FROM turns WHERE state = 'queued'
        `),
      ),
      gapped: column(`
        SELECT sessions.id FROM sessions LEFT JOIN messages ON messages.session_id = sessions.id
        GROUP BY sessions.id
        HAVING count(messages.id) <> sessions.last_seq OR max(messages.seq) <> sessions.last_seq
      `),
    }
  } finally {
    db.close()
  }
}
