import { describe, expect, it } from 'vitest'
import { databaseOfVersion, fillVersion1 } from './old-database'

describe('migration 0001', () => {
  it.each([
    ['a bot with an unknown engine', `UPDATE bots SET engine = 'other'`],
    ['a temperature out of range', `UPDATE bots SET temperature = 2.1`],
    ['a session of no bot', `UPDATE sessions SET bot_id = 'BOT-404'`],
    ['a message of no session', `UPDATE messages SET session_id = 'nothing'`],
    ['an answer to no message', `UPDATE messages SET reply_to = 'nothing'`],
    ['an unknown author', `UPDATE messages SET author = 'system'`],
    ['an unknown status', `UPDATE messages SET status = 'cancelled'`],
    ['two messages with one number', `UPDATE messages SET seq = 1`],
    ['an error text without a code', `UPDATE messages SET error_message = 'x'`],
    ['two turns for one clientMessageId', `UPDATE turns SET client_message_id = 'client-1'`],
    ['a turn that ended and runs', `UPDATE turns SET state = 'running' WHERE id = 'turn-1'`],
    ['a queued turn without its text', `UPDATE turns SET text = NULL`],
    ['an unknown role', `UPDATE devices SET role = 'admin'`],
    ['a text where a number belongs', `UPDATE messages SET created_at = 'yesterday'`],
  ])('refuses %s', (_, sql) => {
    using db = closing(databaseOfVersion(1))
    fillVersion1(db.value)
    expect(() => db.value.exec(sql)).toThrow(/constraint failed|cannot store/)
  })

  it('finds what is open, and pages of sessions and messages, by an index', () => {
    using db = closing(databaseOfVersion(1))
    const planOf = (sql: string) =>
      JSON.stringify(db.value.prepare(`EXPLAIN QUERY PLAN ${sql}`).all())
    expect(planOf(`SELECT id FROM turns WHERE state = 'running' AND ended_at IS NULL`)).toContain(
      'turns_open',
    )
    const page = `SELECT title FROM sessions WHERE deleted_at IS NULL AND (updated_at, id) < (9, 'x')
      ORDER BY updated_at DESC, id DESC`
    expect(planOf(page)).toContain('sessions_by_use')
    expect(planOf(page)).not.toContain('TEMP B-TREE')
  })
})

function closing<T extends { close(): unknown }>(value: T): Disposable & { readonly value: T } {
  return { value, [Symbol.dispose]: () => void value.close() }
}
