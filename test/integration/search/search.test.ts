import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commands } from '@shared/contract/commands'
import { newId } from '@shared/model/new-id'
import { openHttpDoor, openWebSocketDoor } from '@test/support/doors'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { sendHttp } from '@test/support/http-client'
import { launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { connectWs } from '@test/support/ws-client'

let ollama: FakeOllama
let app: TestApp
let token: string

beforeEach(async () => {
  ollama = await startFakeOllama({ reply: () => 'The café opens at noon.' })
  app = await startTestApp({ ollamaUrl: ollama.url })
  token = (await app.controller.access.createToken('test', 'member')).secret
})
afterEach(async () => {
  await app.close()
  await ollama.close()
})

describe.each([
  ['WebSocket', openWebSocketDoor],
  ['HTTP', openHttpDoor],
] as const)('search by %s', (_, openDoor) => {
  it('finds what was said and replied at once, with ranges into plain text', async () => {
    const { botId, sessionId } = await launchBot(app)
    const script = await openDoor(app.address, token)
    const { reply } = await script.say(sessionId, 'When does <b>it</b> open?')
    const found = await script.call('messages.search', { query: 'cafe from:bot' })
    expect(commands['messages.search'].output.parse(found)).toEqual(found)
    expect(found).toMatchObject({
      bots: [],
      messageCount: 1,
      sessionCount: 1,
      isExact: true,
      hasMore: false,
      groups: [
        {
          session: { id: sessionId, botId },
          hitCount: 1,
          hits: [
            {
              messageId: reply.id,
              seq: 2,
              author: 'bot',
              snippet: { text: 'The café opens at noon.', ranges: [{ offset: 4, length: 4 }] },
            },
          ],
        },
      ],
    })
    const said = await script.call('messages.search', { query: 'it open bot:reviewer' })
    expect(said.groups[0]?.hits[0]?.snippet.text).toBe('When does <b>it</b> open?')
    expect(await script.call('messages.search', { query: 'cafe', botId: 'BOT-404' })).toMatchObject(
      {
        sessionCount: 0,
      },
    )
    await script.close()
  })

  it('finds bots by name, and no bot where messages are filtered', async () => {
    const { botId } = await launchBot(app)
    const script = await openDoor(app.address, token)
    expect((await script.call('messages.search', { query: 'REVIEW' })).bots).toEqual([
      { botId, nameRanges: [{ offset: 0, length: 6 }] },
    ])
    expect((await script.call('messages.search', { query: 'review from:me' })).bots).toEqual([])
    await script.close()
  })
})

describe('search', () => {
  it('needs a sign-in, and refuses what is no query', async () => {
    const path = '/api/v1/search?query=x'
    expect((await sendHttp(app.address, path)).status).toBe(401)
    expect((await sendHttp(app.address, '/api/v1/search', { token })).status).toBe(400)
    expect((await sendHttp(app.address, `${path}&limit=51`, { token })).status).toBe(400)
    expect((await sendHttp(app.address, `${path}&offset=40`, { token })).status).toBe(200)
  })

  it('of one socket gives way to its newer one; others and HTTP requests stand beside it', async () => {
    await launchBot(app)
    const [mine, other] = await Promise.all([
      connectWs(app.address, { token }),
      connectWs(app.address, { token }),
    ])
    const search = (client: typeof mine) => client.call('messages.search', { query: 'cafe' })
    const http = () => sendHttp(app.address, '/api/v1/search?query=cafe', { token })
    const answers = await Promise.allSettled([search(mine), search(mine), search(other)])
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(answers[0]).toMatchObject({ reason: { code: 'conflict' } })
    const requests = await Promise.all([http(), http(), http()])
    expect(requests.map(({ status }) => status)).toEqual([200, 200, 200])
    await Promise.all([mine.close(), other.close()])
  })

  it('finds in one session what is shown of it, oldest first', async () => {
    const { sessionId } = await launchBot(app)
    const script = await openWebSocketDoor(app.address, token)
    const { reply } = await script.say(sessionId, 'Is the CAFÉ (old) open?')
    const found = await script.call('messages.find', { sessionId, query: ' cafe ' })
    expect(commands['messages.find'].output.parse(found)).toEqual(found)
    expect(found.matches).toMatchObject([
      { seq: 1, words: ['CAFÉ'] },
      { messageId: reply.id, seq: 2, words: ['café'] },
    ])
    const signs = await script.call('messages.find', { sessionId, query: 'é (OLD)' })
    expect(signs.matches).toMatchObject([{ seq: 1, words: ['É (old)'] }])
    expect(await script.call('messages.find', { sessionId, query: '' })).toEqual({
      matches: [],
      isExact: true,
    })
    await expect(
      script.call('messages.find', { sessionId: newId(0), query: 'cafe' }),
    ).rejects.toMatchObject({ code: 'not_found' })
    await script.close()
  })

  it('is answered by the guide when somebody asks how it works', async () => {
    const { sessions } = await app.call('sessions.list', { limit: 1 })
    const sessionId = sessions[0]?.id ?? ''
    const script = await openWebSocketDoor(app.address, token)
    const { reply } = await script.say(sessionId, 'How do I search my conversations?')
    expect(reply.text).toContain('Ctrl+Shift+F')
    await script.close()
  })
})
