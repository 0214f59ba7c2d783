import { describe, expect, it } from 'vitest'
import { aSend, openStorage, TestDirectory } from '../storage-fixture'
import { databaseOfVersion, fillVersion1 } from './old-database'

describe('migration 0002', () => {
  it('leaves what was stored before it as it reads, and keeps lone surrogates from then on', async () => {
    using directory = new TestDirectory()
    const before = databaseOfVersion(1, directory.file('port8000.db'))
    fillVersion1(before)
    before.close()

    const storage = await openStorage(directory)
    expect(await storage.bots.list()).toEqual([
      {
        bot: {
          id: 'BOT-001',
          name: 'Zoë',
          color: 'teal',
          emoji: '🦊',
          engine: 'ollama',
          model: 'llama3.2:1b',
          instructions: 'Be kind.',
          temperature: 0.5,
          maxTokens: 100,
          options: {},
          version: 3,
          createdAt: 10,
          updatedAt: 20,
        },
        launched: true,
      },
    ])
    expect(await storage.sessions.get('session-1')).toMatchObject({
      id: 'session-1',
      botId: 'BOT-001',
      title: 'Old times',
      lastSeq: 2,
      createdAt: 10,
      updatedAt: 30,
    })
    const { messages } = await storage.messages.page({ sessionId: 'session-1', limit: 10 })
    expect(messages.map(({ text }) => text)).toEqual(['Was it � then?', 'It was 👍'])
    expect((await storage.turns.queue('session-1')).map(({ text }) => text)).toEqual([
      'still waiting',
    ])
    expect(await storage.access.findDevice('hash-d')).toMatchObject({ name: 'Firefox' })
    expect(await storage.access.findToken('hash-t')).toMatchObject({ name: 'nightly' })

    const sent = aSend('session-1', { text: 'half \ud83d' })
    await storage.turns.send(sent)
    expect(await storage.messages.get(sent.messageId)).toMatchObject({
      seq: 3,
      text: 'half \ud83d',
    })
    await storage.close()
  })
})
