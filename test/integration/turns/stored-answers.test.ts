import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BotOptions } from '@shared/model/bot-options'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { openHttpDoor, openWebSocketDoor } from '@test/support/doors'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama, FakeVersion } from '@test/support/fake-ollama/options'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { startSeveral } from '../upstreams/several-servers'

const QUESTION = 'How high is the tower?'
const AWAY = { status: 'failed', text: '', error: { code: 'engine_unavailable' } }

let app: TestApp
let ollama: FakeOllama
let botId: string
let sessionId: SessionId
let answers = 0

async function start(version: FakeVersion): Promise<void> {
  answers = 0
  ollama = await startFakeOllama({ version, reply: () => `Answer ${String(++answers)}` })
  app = await startTestApp({ ollamaUrl: ollama.url })
  ;({ botId, sessionId } = await launchBot(app))
}
async function setOptions(options: BotOptions): Promise<void> {
  const { bot } = await app.call('bots.get', { botId })
  await app.call('bots.update', { botId, version: bot.version, changes: { options } })
}
async function newSession(): Promise<SessionId> {
  const { session } = await app.call('sessions.create', { botId })
  await app.call('sessions.watch', { sessionId: session.id })
  return session.id
}
async function ended(turnId: string): Promise<Message> {
  return (await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)).message
}
async function ask(session: SessionId, text = QUESTION): Promise<Message> {
  const sent = { sessionId: session, clientMessageId: clientMessageId(), text }
  return ended((await app.call('messages.send', sent)).turnId)
}

describe.each(['0.24.0', '0.32.15'] as const)('stored answers with Ollama %s', (version) => {
  beforeEach(() => start(version))
  afterEach(async () => {
    await app.close()
    await ollama.close()
  })

  it('are offered with their date while the engine is away, and never taken for new ones', async () => {
    await setOptions({ storedAnswers: true })
    const first = await ask(sessionId)
    expect(first).toMatchObject({ text: 'Answer 1', status: 'complete' })
    expect(first.details).not.toHaveProperty('storedFrom')
    await ollama.kill()
    const other = await newSession()
    const offered = await ask(other)
    expect(offered).toMatchObject({
      ...{ text: 'Answer 1', status: 'complete', error: null, metrics: null, model: 'tiny' },
      details: { storedFrom: { messageId: first.id, at: first.createdAt } },
    })
    const said = app.viewer.events.filter(({ event }) => event === 'turn.extended').at(-1)
    expect(said).toMatchObject({ sessionId: other, offset: 0, text: 'Answer 1' })
    // What is offered again is the first one, with its own date.
    expect((await ask(await newSession())).details?.storedFrom?.messageId).toBe(first.id)

    await ollama.restart()
    const { messages } = await app.call('messages.list', { sessionId: other })
    const retry = { sessionId: other, messageId: messages[0]?.id ?? '' }
    const again = await ended((await app.call('turns.retry', retry)).turnId)
    expect(again.text).toBe('Answer 2')
    await ollama.kill()
    expect(await ask(await newSession())).toMatchObject({
      text: 'Answer 2',
      details: { storedFrom: { messageId: again.id } },
    })
  })

  it('are neither kept nor offered by a bot that was not told to', async () => {
    await ask(sessionId)
    await ollama.kill()
    expect(await ask(await newSession())).toMatchObject(AWAY)
    await setOptions({ storedAnswers: true })
    expect(await ask(await newSession())).toMatchObject(AWAY)
  })

  it.each([
    ['another question', { storedAnswers: true }, 'How high is the other tower?'],
    ['another option', { storedAnswers: true, topK: 3 }, QUESTION],
    ['another format', { storedAnswers: true, format: 'json' as const }, QUESTION],
    [
      'tools',
      { storedAnswers: true, tools: [{ tool: 'time.now', approval: 'always' as const }] },
      QUESTION,
    ],
  ])('are not offered to %s', async (_, options, question) => {
    await setOptions({ storedAnswers: true })
    await ask(sessionId)
    await setOptions(options)
    await ollama.kill()
    expect(await ask(await newSession(), question)).toMatchObject(AWAY)
  })

  it('need the whole conversation to be the same', async () => {
    await setOptions({ storedAnswers: true })
    await ask(sessionId, 'First')
    await ask(sessionId)
    await ollama.kill()
    expect(await ask(await newSession())).toMatchObject(AWAY)
    const { messages } = await app.call('messages.list', { sessionId })
    const retry = { sessionId, messageId: messages[2]?.id ?? '' }
    const again = await ended((await app.call('turns.retry', retry)).turnId)
    expect(again).toMatchObject({ text: 'Answer 2', details: { storedFrom: {} } })
  })

  it('are what the same person was answered, never anybody else', async () => {
    await setOptions({ storedAnswers: true })
    const open = async (door: typeof openHttpDoor) => {
      const { secret } = await app.call('access.createToken', { name: 'script', role: 'member' })
      return door(app.address, secret)
    }
    const [ada, bob] = [await open(openWebSocketDoor), await open(openHttpDoor)]
    const own = async (door: typeof ada) =>
      (await door.call('sessions.create', { botId })).session.id
    const { reply } = await ada.say(await own(ada), QUESTION)
    expect(reply.text).toBe('Answer 1')
    await ollama.kill()
    expect((await bob.say(await own(bob), QUESTION)).reply).toMatchObject(AWAY)
    expect(await ask(await newSession())).toMatchObject(AWAY)
    const offered = await ada.say(await own(ada), QUESTION)
    expect(offered).toMatchObject({
      streamed: 'Answer 1',
      reply: { details: { storedFrom: { messageId: reply.id } } },
    })
    await Promise.all([ada.close(), bob.close()])
  })

  it('go with the conversation they were given in', async () => {
    await setOptions({ storedAnswers: true })
    await ask(sessionId)
    await ollama.kill()
    await app.call('sessions.delete', { sessionId })
    expect(await ask(await newSession())).toMatchObject(AWAY)
    await app.call('sessions.restore', { sessionId })
    expect((await ask(await newSession())).details?.storedFrom).toBeDefined()
    await app.call('sessions.delete', { sessionId })
    await app.call('bin.purge', { sessionIds: [sessionId] })
    expect(await ask(await newSession())).toMatchObject(AWAY)
  })

  it('never take the place of a reply that had begun, or was stopped', async () => {
    await setOptions({ storedAnswers: true })
    await ask(sessionId)
    ollama.setFault({ kind: 'cut', afterTokens: 1 })
    expect(await ask(await newSession())).toMatchObject({ status: 'interrupted', text: 'Answer' })
    ollama.setFault({ kind: 'hang-before-header' })
    const other = await newSession()
    const sent = { sessionId: other, clientMessageId: clientMessageId(), text: QUESTION }
    const { turnId } = await app.call('messages.send', sent)
    await app.call('turns.stop', { sessionId: other })
    expect(await ended(turnId)).toMatchObject({ status: 'stopped', text: '' })
  })

  it('are checked against the format that was asked for', async () => {
    await setOptions({ storedAnswers: true, format: 'json' })
    await ask(sessionId)
    await ollama.kill()
    expect((await ask(await newSession())).details).toMatchObject({
      storedFrom: {},
      format: { problem: 'It is not JSON.' },
    })
  })
})

describe('stored answers with several servers', () => {
  it('are offered once none of them is left', async () => {
    const several = await startSeveral([{}, {}])
    app = several.app
    ;({ botId, sessionId } = await launchBot(app))
    await setOptions({ storedAnswers: true })
    const first = await ask(sessionId)
    expect(first.text).toContain('I am server')
    const [one, two] = several.servers
    await one.kill()
    const fromTheOther = await ask(await newSession())
    expect(fromTheOther.details).not.toHaveProperty('storedFrom')
    await two.kill()
    const newest = [first, fromTheOther].findLast(({ status }) => status === 'complete')
    expect(await ask(await newSession())).toMatchObject({
      text: newest?.text,
      details: { storedFrom: { messageId: newest?.id } },
    })
    await several.close()
  })
})
