import type { Database } from 'better-sqlite3'
import { FILE_SEED } from './queries.ts'
import { createRandom, whole } from './random.ts'
import { Speech } from './speech.ts'

export const BIG_BOT = 'BOT-900'
/** The longest session of the file, and the next ones; all others share what is left evenly. */
export const LONGEST = 50_000
const LONG = 5_000
const LONG_COUNT = 10
const SESSIONS = 10_000
const START = Date.UTC(2026, 0, 1)
const BATCH = 10_000

/** The id of the `number`-th thing of a kind: a UUID of version 7 in its form, sorted as it was made. */
export function idOf(kind: 'session' | 'message', number: number): string {
  const hex = number.toString(16).padStart(12, '0')
  return `01920000-${kind === 'session' ? '0000' : '0001'}-7000-8000-${hex}`
}

/** A conversation for each length, a person and a bot in turn; all with one bot, which is stopped. */
export function createSessions(db: Database, lengths: readonly number[]): void {
  const speech = new Speech(createRandom(FILE_SEED))
  const random = createRandom(FILE_SEED + 1)
  db.prepare(
    `INSERT INTO bots (id, name, color, emoji, engine, model, instructions, temperature, max_tokens, version,
      created_at, updated_at)
    VALUES (?, 'Archive', 'blue', '🗄️', 'ollama', 'tiny', '', 0.7, 512, 1, ?, ?)`,
  ).run(BIG_BOT, START, START)
  const insertSession = db.prepare<[string, string, string, number, number, number]>(
    'INSERT INTO sessions (id, bot_id, title, last_seq, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const insertMessage = db.prepare<
    [string, string, number, string, string, string | null, number]
  >(`
    INSERT INTO messages (id, session_id, seq, author, text, status, model, created_at)
    VALUES (?, ?, ?, ?, ?, 'complete', ?, ?)
  `)
  let made = 0
  db.exec('BEGIN')
  for (const [index, length] of lengths.entries()) {
    const session = index + 1
    const sessionId = idOf('session', session)
    const endsAt = START + (made + length) * 1_000
    insertSession.run(sessionId, BIG_BOT, speech.text(2, 6), length, START + made * 1_000, endsAt)
    for (let seq = 1; seq <= length; seq++) {
      made += 1
      const isPerson = seq % 2 === 1
      const text = isPerson ? speech.text(4, 20) : speech.text(10, 60)
      insertMessage.run(
        idOf('message', made),
        sessionId,
        seq,
        isPerson ? 'person' : 'bot',
        text,
        isPerson ? null : 'tiny',
        START + made * 1_000 + whole(random, 0, 900),
      )
      if (made % BATCH === 0) db.exec('COMMIT; BEGIN')
    }
  }
  db.exec('COMMIT')
}

/** Ten thousand conversations with `messages` messages in all. */
export function manySessions(messages: number): readonly number[] {
  const left = messages - LONGEST - LONG * LONG_COUNT
  const others = SESSIONS - 1 - LONG_COUNT
  return Array.from({ length: SESSIONS }, (_, index) => {
    if (index === 0) return LONGEST
    if (index <= LONG_COUNT) return LONG
    return Math.floor(left / others) + (index <= LONG_COUNT + (left % others) ? 1 : 0)
  })
}
