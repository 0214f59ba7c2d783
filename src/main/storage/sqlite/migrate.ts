import type { Database } from 'better-sqlite3'

/** One step of the schema. `version` is what `user_version` says once it is done. */
export interface Migration {
  readonly version: number
  readonly name: string
  up(db: Database): void
}

/** The schema this program writes. */
export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0
}

export function schemaVersion(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/**
 * Runs what the file has not had yet, all of it in one immediate transaction: whichever step fails, the file is as it
 * was. Foreign keys are off meanwhile, so that a step may rebuild a table, and checked before the end. Answers how
 * many ran.
 */
export function migrate(db: Database, migrations: readonly Migration[]): number {
  requireGaplessVersions(migrations)
  const pending = migrations.slice(schemaVersion(db))
  if (pending.length === 0) return 0

  db.pragma('foreign_keys = OFF')
  try {
    db.transaction(runAll).immediate(db, pending)
  } finally {
    db.pragma('foreign_keys = ON')
  }
  return pending.length
}

function runAll(db: Database, pending: readonly Migration[]): void {
  for (const migration of pending) {
    migration.up(db)
    db.pragma(`user_version = ${migration.version}`)
  }
  const orphans = db.prepare('PRAGMA foreign_key_check').all()
  if (orphans.length > 0) {
    throw new Error(`The migration left ${orphans.length} rows that refer to nothing.`)
  }
}

function requireGaplessVersions(migrations: readonly Migration[]): void {
  for (const [index, { version, name }] of migrations.entries()) {
    if (version !== index + 1) {
      throw new Error(`Migration ${name} has version ${version} in place ${index + 1}.`)
    }
  }
}
