import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { newId } from '@shared/model/new-id'
import { migrate } from '@main/storage/sqlite/migrate'
import { migrations } from '@main/storage/sqlite/migrations/index'
import { OWNER_READER } from '@test/support/first-person'
import { databaseOfVersion, fillVersion1 } from './migrations/old-database'
import {
  aSend,
  anEnding,
  HARD_TEXTS,
  NOON,
  openWithSession,
  TestDirectory,
} from './storage-fixture'

describe('answers that may be offered again', () => {
  it('are found by their key, the newest first, exactly as they were', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const texts = ['An older one', HARD_TEXTS['a lone high surrogate']]
    let messageId = ''
    for (const [index, text] of texts.entries()) {
      const sent = aSend(session.id, { now: NOON + index * 5_000 })
      await storage.turns.send(sent)
      const ending = anEnding(sent, { text, answerKey: 'key', parentSeq: index * 2 + 1 })
      messageId = (await storage.turns.end(ending)).message.id
    }
    const at = NOON + 6_000
    expect(await storage.turns.findAnswer('key', OWNER_READER)).toEqual({
      messageId,
      text: texts[1],
      at,
    })
    expect(await storage.turns.findAnswer('another', OWNER_READER)).toBeNull()
    await storage.close()
  })

  it('go with the session they were given in, at once and for good', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    await storage.turns.end(anEnding(sent, { answerKey: 'key' }))
    await storage.sessions.delete(session.id, NOON)
    expect(await storage.turns.findAnswer('key', OWNER_READER)).toBeNull()
    await storage.bin.purge([session.id], NOON)
    while (await storage.bin.clear());
    await storage.close()
    const db = new Database(directory.file('port8000.db'), { readonly: true })
    expect(db.prepare('SELECT count(*) FROM stored_answers').pluck().get()).toBe(0)
    db.close()
  })

  it('are not offered to somebody who lost access to the session they were given in', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const sent = aSend(session.id)
    await storage.turns.send(sent)
    const { message } = await storage.turns.end(anEnding(sent, { answerKey: 'key' }))
    const ben = { personId: newId(NOON), readsAll: false, hiddenBots: [] }
    const shareWith = (people: Record<string, 'read'>) =>
      storage.sessions.share(session.id, { everyone: null, people })
    await shareWith({ [ben.personId]: 'read' })
    expect(await storage.turns.findAnswer('key', ben)).toMatchObject({ messageId: message.id })
    const hidden = { ...ben, hiddenBots: [session.botId] }
    expect(await storage.turns.findAnswer('key', hidden)).toBeNull()
    await shareWith({})
    expect(await storage.turns.findAnswer('key', ben)).toBeNull()
    expect(await storage.turns.findAnswer('key', OWNER_READER)).not.toBeNull()
    await storage.close()
  })

  it('are none of before the migration, and what was said then can still go', () => {
    const db = databaseOfVersion(1)
    fillVersion1(db)
    migrate(db, migrations)
    expect(db.prepare('SELECT count(*) FROM stored_answers').pluck().get()).toBe(0)
    db.pragma('foreign_keys = OFF')
    expect(db.prepare('DELETE FROM messages').run().changes).toBe(2)
    db.close()
  })
})
