import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHttpDoor, openWebSocketDoor } from '@test/support/doors'
import type { Script } from '@test/support/doors'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { clientMessageId, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const DOORS = [
  ['HTTP', openHttpDoor],
  ['WebSocket', openWebSocketDoor],
] as const
const VERSIONS = ['0.24.0', '0.32.15'] as const

describe.each(DOORS)('a script by %s', (_door, openDoor) => {
  describe.each(VERSIONS)('against Ollama %s', (version) => {
    let ollama: FakeOllama
    let app: TestApp
    let script: Script

    beforeEach(async () => {
      ollama = await startFakeOllama({ version })
      app = await startTestApp({ ollamaUrl: ollama.url })
      const { secret } = await app.controller.access.createToken('test', 'owner')
      script = await openDoor(app.address, secret)
    })
    afterEach(async () => {
      await script.close()
      await app.close()
      await ollama.close()
    })

    async function launched(model = 'scripted'): Promise<string> {
      const { bot } = await script.call('bots.create', { name: 'Tutor', model })
      await script.call('bots.launch', { botId: bot.id })
      await reaches(bot.id, 'ready')
      return bot.id
    }

    async function reaches(botId: string, state: string): Promise<void> {
      while ((await script.call('bots.status', { botId })).instance.state !== state)
        await new Promise(setImmediate)
    }

    it('launches a bot, talks with it, reads everything back, switches bots and stops one', async () => {
      const [tutor, other] = [await launched('scripted'), await launched('tiny')]
      expect(
        ollama
          .loaded()
          .map((name) => name.replace(':latest', ''))
          .sort(),
      ).toEqual(['scripted', 'tiny'])

      const { session } = await script.call('sessions.create', { botId: tutor })
      const first = await script.say(session.id, 'Explain **WAL** 😀')
      expect(first.reply).toMatchObject({ status: 'complete', author: 'bot', model: 'scripted' })
      expect(first.reply.text.length).toBeGreaterThan(20)
      expect(first.streamed).toBe(first.reply.text)
      expect(first.reply.metrics?.tokensPerSecond).toBeGreaterThan(0)

      const { session: elsewhere } = await script.call('sessions.create', { botId: other })
      const second = await script.say(elsewhere.id, 'Another matter')
      const third = await script.say(session.id, 'And then?')

      const page = await script.call('messages.list', { sessionId: session.id })
      expect(page.messages.map(({ seq, text }) => [seq, text])).toEqual([
        [1, 'Explain **WAL** 😀'],
        [2, first.reply.text],
        [3, 'And then?'],
        [4, third.reply.text],
      ])
      expect(
        (await script.call('messages.list', { sessionId: elsewhere.id })).messages.at(-1),
      ).toEqual(second.reply)
      expect((await script.call('sessions.list', { botId: tutor })).sessions).toMatchObject([
        { id: session.id, title: 'Explain WAL 😀', lastSeq: 4 },
      ])

      expect((await script.call('bots.stop', { botId: tutor })).instance.state).toBe('stopped')
      expect(ollama.loaded().map((name) => name.replace(':latest', ''))).toEqual(['tiny'])
      expect((await script.call('messages.list', { sessionId: session.id })).messages).toHaveLength(
        4,
      )
    })

    it('is told that a model does not exist, when it launches and when it sends', async () => {
      const { bot } = await script.call('bots.create', { name: 'Lost', model: 'nope' })
      await script.call('bots.launch', { botId: bot.id })
      await reaches(bot.id, 'failed')
      expect((await script.call('bots.status', { botId: bot.id })).instance.error?.code).toBe(
        'model_not_found',
      )
      const { session } = await script.call('sessions.create', { botId: bot.id })
      const sent = script.call('messages.send', {
        sessionId: session.id,
        clientMessageId: clientMessageId(),
        text: 'Hi',
      })
      await expect(sent).rejects.toMatchObject({ code: 'conflict' })
    })

    it('gets a failure that is not an answer when Ollama goes away, reads on, and is answered when it is back', async () => {
      const botId = await launched()
      const { session } = await script.call('sessions.create', { botId })
      await ollama.kill()
      const { reply } = await script.say(session.id, 'Hi')
      expect(reply).toMatchObject({
        text: '',
        status: 'failed',
        error: { code: 'engine_unavailable' },
      })
      expect(reply.error?.message).toMatch(/Start Ollama/)
      expect((await script.call('messages.list', { sessionId: session.id })).messages).toHaveLength(
        2,
      )
      await ollama.restart()
      expect((await script.say(session.id, 'Are you there?')).reply.status).toBe('complete')
    })

    it.each([
      [
        'a broken off reply',
        { kind: 'cut', afterTokens: 3 },
        1,
        'interrupted',
        'engine_unavailable',
      ],
      [
        'an error in the middle',
        { kind: 'error-line', afterTokens: 3 },
        1,
        'interrupted',
        'engine_unavailable',
      ],
      // Asked again four times before it is told.
      ['a queue that stays full', { kind: 'queue-full' }, 5, 'failed', 'engine_busy'],
    ] as const)(
      'gets %s as a failure, and the next message works',
      async (_what, fault, requests, status, code) => {
        const botId = await launched()
        const { session } = await script.call('sessions.create', { botId })
        ollama.setFault({ ...fault, requests })
        const { reply, streamed } = await script.say(session.id, 'Hi')
        expect(reply).toMatchObject({ status, error: { code } })
        expect(reply.text).toBe(streamed)
        expect((await script.say(session.id, 'Again')).reply.status).toBe('complete')
      },
    )
  })

  it('asks the built-in Guide, with no Ollama anywhere', async () => {
    const app = await startTestApp({ ollamaUrl: 'http://127.0.0.1:9' })
    const { secret } = await app.controller.access.createToken('test', 'owner')
    const script = await openDoor(app.address, secret)
    const { sessions } = await script.call('sessions.list', { botId: 'BOT-001' })
    const { reply, streamed } = await script.say(sessions[0]?.id ?? '', 'How do I connect Ollama?')
    expect(reply.status).toBe('complete')
    expect(reply.text).toMatch(/LLAMA_ENDPOINT|ollama/i)
    expect(streamed).toBe(reply.text)
    await script.close()
    await app.close()
  })
})
