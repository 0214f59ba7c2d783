import { describe, expect, it } from 'vitest'
import { openStorage, TestDirectory } from '../storage-fixture'
import { databaseOfVersion, fillVersion1 } from './old-database'

describe('migration 0004', () => {
  it('makes of a reply that was tried again the versions of one, the newest of them visible', async () => {
    using directory = new TestDirectory()
    const before = databaseOfVersion(3, directory.file('port8000.db'))
    fillVersion1(before)
    before.exec(`
      INSERT INTO messages (id, session_id, seq, author, text, status, turn_id, reply_to, client_message_id, created_at)
      VALUES ('message-4', 'session-1', 3, 'bot', 'It was, again', 'complete', 'turn-1', 'message-1', NULL, 14),
        ('message-5', 'session-1', 4, 'person', 'Good', 'complete', NULL, NULL, NULL, 15);
      UPDATE sessions SET last_seq = 4;
    `)
    before.close()

    const storage = await openStorage(directory)
    const { messages, versions } = await storage.messages.page({ sessionId: 'session-1', limit: 9 })
    expect(messages.map(({ seq, parentSeq }) => [seq, parentSeq])).toEqual([
      [1, 0],
      [3, 1],
      [4, 3],
    ])
    expect(versions).toEqual({ 1: [2, 3] })
    expect(await storage.sessions.get('session-1')).toMatchObject({
      lastSeq: 4,
      headSeq: 4,
      version: 1,
      folderId: null,
      tags: [],
      pinned: false,
      archived: false,
    })
    await storage.close()
  })

  it('leaves a conversation without second tries as one branch', async () => {
    using directory = new TestDirectory()
    const before = databaseOfVersion(3, directory.file('port8000.db'))
    fillVersion1(before)
    before.close()
    const storage = await openStorage(directory)
    const { messages, versions } = await storage.messages.page({ sessionId: 'session-1', limit: 9 })
    expect(messages.map(({ parentSeq }) => parentSeq)).toEqual([0, 1])
    expect(versions).toEqual({})
    await storage.close()
  })
})
