import type { Database } from 'better-sqlite3'
import type { ImportedSession } from '../../core/transfer/import/import-items.ts'
import type { ExportedMessage } from '../../core/transfer/formats/exported-message.ts'
import { toExactBytes } from './exact-text.ts'
import { MESSAGE_COLUMNS, toStoredDetails, toStoredParent } from './message-row.ts'
import { IMPORTING } from './importing.ts'
import { toStoredNotes } from './notes-column.ts'
import { createPieceMover } from './piece-mover.ts'
import { SESSION_COLUMNS } from './session-row.ts'
import type { WriterLease } from './writer-lease.ts'

/** Rows moved in one statement: a few milliseconds, then it is asked whether somebody waits. */
const PIECE = 400
/** The same for long texts. */
const PIECE_CHARACTERS = 131_072
/** Rows in one transaction while nobody waits. */
const MAX_HELD = 4_000
/** Rows after which the log is written back into the file, by this thread and while the writer is free. */
const CHECKPOINT_AFTER = 24_000

const SESSION_EXTRA = `${SESSION_COLUMNS}, title_by, deleted_at, purged_at, notes`

/**
 * Puts sessions and messages in the tables, where nobody sees them yet. Rows are gathered in memory first, without the
 * writer, and moved in pieces.
 */
export class ImportWriter {
  readonly #db: Database
  readonly #lease: WriterLease
  readonly #addSession
  readonly #addMessage
  readonly #moveSessions
  readonly #clearSessions
  readonly #moveMessages: () => void
  #gathered = 0
  #characters = 0
  #held = 0
  #sinceCheckpoint = 0

  constructor(db: Database, lease: WriterLease) {
    this.#db = db
    this.#lease = lease
    db.pragma('temp_store = MEMORY')
    db.exec(`
      CREATE TEMP TABLE new_sessions AS SELECT ${SESSION_EXTRA} FROM sessions LIMIT 0;
      CREATE TEMP TABLE new_messages AS SELECT ${MESSAGE_COLUMNS} FROM messages LIMIT 0;
    `)
    this.#addSession = db.prepare(`INSERT INTO temp.new_sessions VALUES (${marks(SESSION_EXTRA)})`)
    this.#addMessage = db.prepare(
      `INSERT INTO temp.new_messages VALUES (${marks(MESSAGE_COLUMNS)})`,
    )
    this.#moveSessions = db.prepare(
      `INSERT INTO sessions (${SESSION_EXTRA}) SELECT * FROM temp.new_sessions`,
    )
    this.#clearSessions = db.prepare('DELETE FROM temp.new_sessions')
    this.#moveMessages = createPieceMover(db)
  }

  session(
    session: ImportedSession,
    { botId, personId, now }: { botId: string; personId: string; now: number },
  ): void {
    const { id, title, titleBy, lastSeq, headSeq, version, tags, createdAt, updatedAt } = session
    this.#addSession.run(
      ...[id, botId, title, toExactBytes(title), lastSeq],
      ...[headSeq === lastSeq ? null : headSeq, version, null, JSON.stringify(tags)],
      ...[session.pinned ? 1 : 0, session.archived ? 1 : 0, personId, null, createdAt, updatedAt],
      ...[titleBy, now, IMPORTING, session.notes ? toStoredNotes(session.notes) : null],
    )
    this.#gatheredOne()
  }

  message(sessionId: string, message: ExportedMessage, botId: string | null): void {
    const { error, metrics } = message
    this.#characters += message.text.length
    this.#addMessage.run(
      message.id,
      sessionId,
      message.seq,
      message.author,
      message.text,
      toExactBytes(message.text),
      message.status,
      null,
      toStoredParent(message),
      botId,
      null,
      error?.code ?? null,
      error?.message ?? null,
      error?.retryAfterMs ?? null,
      message.model,
      metrics === null ? null : JSON.stringify(metrics),
      toStoredDetails(message),
      message.createdAt,
    )
    this.#gatheredOne()
  }

  /** Moves what was gathered and lets go of the writer. */
  flush(): void {
    this.#move()
    this.#lease.giveBack()
    this.#held = 0
  }

  #gatheredOne(): void {
    this.#gathered += 1
    if (this.#gathered < PIECE && this.#characters < PIECE_CHARACTERS) return
    this.#move()
    if (!this.#lease.isWanted && this.#held < MAX_HELD) return
    this.#lease.giveBack()
    this.#held = 0
    if (this.#sinceCheckpoint < CHECKPOINT_AFTER) return
    this.#sinceCheckpoint = 0
    this.#db.pragma('wal_checkpoint(PASSIVE)')
  }

  #move(): void {
    this.#lease.take()
    this.#moveSessions.run()
    this.#clearSessions.run()
    this.#moveMessages()
    this.#held += this.#gathered
    this.#sinceCheckpoint += this.#gathered
    this.#gathered = 0
    this.#characters = 0
  }
}

function marks(columns: string): string {
  return columns
    .split(',')
    .map(() => '?')
    .join(', ')
}
