import Database from 'better-sqlite3'
import { migrate } from '@main/storage/sqlite/migrate'
import { migrations } from '@main/storage/sqlite/migrations/index'

/** A database as the program of that version left it, empty. */
export function databaseOfVersion(version: number, file = ':memory:'): Database.Database {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  migrate(db, migrations.slice(0, version))
  return db
}

/** Rows as version 1 wrote them. */
export function fillVersion1(db: Database.Database): void {
  db.exec(`
    INSERT INTO bots (id, name, color, emoji, engine, model, instructions, temperature, max_tokens, version, launched,
      created_at, updated_at)
    VALUES ('BOT-001', 'Zoë', 'teal', '🦊', 'ollama', 'llama3.2:1b', 'Be kind.', 0.5, 100, 3, 1, 10, 20);
    INSERT INTO sessions (id, bot_id, title, last_seq, created_at, updated_at)
    VALUES ('session-1', 'BOT-001', 'Old times', 2, 10, 30);
    INSERT INTO turns (id, session_id, message_id, client_message_id, state, text, created_at, started_at, ended_at)
    VALUES ('turn-1', 'session-1', 'message-1', 'client-1', 'done', NULL, 11, 11, 12),
      ('turn-2', 'session-1', 'message-3', 'client-2', 'queued', 'still waiting', 13, NULL, NULL);
    INSERT INTO messages (id, session_id, seq, author, text, status, turn_id, reply_to, client_message_id, created_at)
    VALUES ('message-1', 'session-1', 1, 'person', 'Was it � then?', 'complete', 'turn-1', NULL, 'client-1', 11),
      ('message-2', 'session-1', 2, 'bot', 'It was 👍', 'complete', 'turn-1', 'message-1', NULL, 12);
    INSERT INTO devices (id, secret_hash, name, role, created_at, last_seen_at)
    VALUES ('device-1', 'hash-d', 'Firefox', 'owner', 10, 11);
    INSERT INTO tokens (id, secret_hash, name, role, created_at, last_used_at)
    VALUES ('token-1', 'hash-t', 'nightly', 'member', 10, NULL);
  `)
}
