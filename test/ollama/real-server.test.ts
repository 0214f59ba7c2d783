import { afterEach, describe, expect, it } from 'vitest'
import type { TestContext } from 'vitest'
import { openHttpDoor, openWebSocketDoor } from '@test/support/doors'
import { clientMessageId } from '@test/support/test-app'
import type { TestApp, TestAppOptions } from '@test/support/test-app'
import { findModel, HOST, startApp, talkWith } from './real-server'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(options: TestAppOptions = {}): Promise<TestApp> {
  const app = await startApp(options)
  closers.push(() => app.close())
  return app
}

/** The model for what a test is about; skips the test, saying why, where there is none. */
async function modelFor(
  ability: Parameters<typeof findModel>[1],
  app: TestApp,
  { skip }: TestContext,
): Promise<string> {
  const found = await findModel(app, ability)
  return 'model' in found ? found.model : skip(found.missing)
}

/** What counts as loaded anew, in `load_duration`: 2 to 100 ms in the captures where a model was there. */
const RELOAD_MS = 500

/** Keeps any model talking until it is stopped. */
const LONG =
  'Count from one to two thousand in words, one number a line. Do not stop before the end.'

describe.skipIf(HOST === undefined)(`a real Ollama at ${HOST ?? 'OLLAMA_TEST_HOST'}`, () => {
  it.each([
    ['HTTP', openHttpDoor],
    ['WebSocket', openWebSocketDoor],
  ] as const)('has the seven flows by %s', async (_door, openDoor) => {
    const app = await start()
    const found = await findModel(app, 'completion')
    if (!('model' in found)) throw new Error(found.missing)
    const { secret } = await app.controller.access.createToken('test', 'owner')
    const script = await openDoor(app.address, secret)
    closers.push(() => script.close())
    // Launch a bot, and another one to switch to.
    const talks = [
      await talkWith(app, { model: found.model }),
      await talkWith(app, { model: found.model, instructions: 'Answer in one word.' }),
    ] as const
    const [{ botId, sessionId }, other] = talks
    // Send it a message and receive the reply as it is made.
    const first = await script.say(sessionId, 'Say hello to **everybody** 😀')
    expect(first.reply).toMatchObject({ status: 'complete', author: 'bot', error: null })
    expect(first.reply.text).not.toBe('')
    expect(first.streamed).toBe(first.reply.text)
    expect(first.reply.metrics?.promptTokens).toBeGreaterThan(0)
    expect(first.reply.metrics?.replyTokens).toBeGreaterThan(0)
    // Switch bots and come back to each conversation as it was.
    const elsewhere = await script.say(other.sessionId, 'Another matter: what is two and two?')
    const second = await script.say(sessionId, 'And once more?')
    // Find it stored, and read the history back.
    const { messages } = await script.call('messages.list', { sessionId })
    expect(messages.map(({ seq, text }) => [seq, text])).toEqual([
      [1, 'Say hello to **everybody** 😀'],
      [2, first.reply.text],
      [3, 'And once more?'],
      [4, second.reply.text],
    ])
    const there = await script.call('messages.list', { sessionId: other.sessionId })
    expect(there.messages.at(-1)).toEqual(elsewhere.reply)
    // Stop both bots: the model is freed with the last one.
    for (const talk of talks) {
      const { instance } = await script.call('bots.stop', { botId: talk.botId })
      expect(instance.state).toBe('stopped')
    }
    const sent = { sessionId, clientMessageId: clientMessageId(), text: 'Hi' }
    await expect(script.call('messages.send', sent)).rejects.toMatchObject({ code: 'conflict' })
    expect((await script.call('messages.list', { sessionId })).messages).toHaveLength(4)
    expect(botId).not.toBe(other.botId)
  })

  it('tells that a model does not exist as a failure', async () => {
    const app = await start()
    await expect(talkWith(app, { model: 'no-such-model-for-port-8000' })).rejects.toThrow(/model/)
  })

  it('stops a reply in the middle, keeps what it said, and answers the next message', async (test) => {
    const app = await start()
    const model = await modelFor('completion', app, test)
    const talk = await talkWith(app, { model, maxTokens: 2_048 })
    const { turnId, ended } = await talk.send(LONG)
    await app.viewer.waitFor('turn.extended', (event) => event.turnId === turnId)
    await app.call('turns.stop', { sessionId: talk.sessionId })
    const stopped = await ended
    expect(stopped).toMatchObject({ status: 'stopped', error: null })
    expect(stopped.text).not.toBe('')
    const next = await talk.send('Never mind. Say yes.')
    await app.viewer.waitFor('turn.extended', (event) => event.turnId === next.turnId)
    await app.call('turns.stop', { sessionId: talk.sessionId })
  })

  it('stops a reply that waits in line, and never asks for it', async (test) => {
    const app = await start({ env: { OLLAMA_PARALLEL: '1' } })
    const model = await modelFor('completion', app, test)
    const [first, second] = [
      await talkWith(app, { model, maxTokens: 2_048 }),
      await talkWith(app, { model }),
    ]
    const long = await first.send(LONG)
    await app.viewer.waitFor('turn.extended', (event) => event.turnId === long.turnId)
    const waiting = await second.send('Hello')
    const { place } = await app.viewer.waitFor(
      'turn.phased',
      (event) => event.turnId === waiting.turnId && event.phase === 'queued',
    )
    expect(place?.position).toBe(1)
    await app.call('turns.stop', { sessionId: second.sessionId })
    expect(await waiting.ended).toMatchObject({ status: 'stopped', text: '', metrics: null })
    await app.call('turns.stop', { sessionId: first.sessionId })
    await long.ended
  })

  it('forgets the oldest turns of a conversation that is too long, and refuses a message that is', async (test) => {
    const app = await start()
    const model = await modelFor('completion', app, test)
    const options = { contextLength: 1_024 }
    const talk = await talkWith(app, { model, options, maxTokens: 32 })
    let last = await talk.ask(`Remember this. ${'It is a long and winding road. '.repeat(40)}`)
    for (let turn = 2; turn <= 8; turn += 1)
      last = await talk.ask(`Part ${turn}. ${'It is a long and winding road. '.repeat(40)}`)
    expect(last).toMatchObject({ status: 'complete', error: null })
    const context = last.details?.context
    expect(context?.limit).toBe(1_024)
    expect(context?.exact).toBe(true)
    expect(context?.used).toBeLessThanOrEqual(1_024)
    expect(context?.fromSeq).toBeGreaterThan(1)
    const refused = await talk.ask('It is a long and winding road. '.repeat(1_000))
    expect(refused).toMatchObject({ status: 'failed', error: { code: 'context_overflow' } })
    expect(await talk.ask('Say yes.')).toMatchObject({ status: 'complete' })
  })

  it('keeps what a model thinks apart from what it says', async (test) => {
    const app = await start()
    const model = await modelFor('thinking', app, test)
    const talk = await talkWith(app, { model, maxTokens: 2_048, options: { think: 'on' } })
    const message = await talk.ask('What is 17 and 25 together? Answer with the number.')
    expect(message.status).toBe('complete')
    expect(message.details?.thinking?.text).not.toBe('')
    expect(message.details?.thinking?.durationMs).toBeGreaterThan(0)
    expect(message.text).not.toMatch(/<\/?think>/)
    expect(app.viewer.of('turn.thought').length).toBeGreaterThan(0)
  })

  it('does not ask a model to think that cannot', async (test) => {
    const app = await start()
    const model = await modelFor('completion', app, test)
    const talk = await talkWith(app, { model, options: { think: 'on' } })
    expect((await talk.ask('Say yes.')).error).toBeNull()
  })

  it('runs the tools that a model calls, and lets it go on', async (test) => {
    const app = await start()
    const model = await modelFor('tools', app, test)
    const tools = [{ tool: 'math.evaluate', approval: 'always' as const }]
    const talk = await talkWith(app, {
      ...{ model, maxTokens: 2_048, options: { tools } },
      instructions: 'Use your tools for every calculation, never your head.',
    })
    const message = await talk.ask('What is 48271 * 3917? Use the tool.')
    expect(message).toMatchObject({ status: 'complete', error: null })
    expect(message.text).not.toBe('')
    const calls = message.details?.toolCalls ?? []
    expect(calls.length).toBeGreaterThan(0)
    for (const { tool, state } of calls)
      expect(state).toMatch(tool === 'math.evaluate' ? /^(done|failed)$/ : /^(failed|refused)$/)
  })

  it('answers two bots with different wishes at once, with the model in memory once', async (test) => {
    const app = await start()
    const model = await modelFor('completion', app, test)
    const talks = [
      await talkWith(app, { model, options: { contextLength: 2_048, keepAliveS: 300 } }),
      await talkWith(app, { model, options: { contextLength: 4_096, topK: 5 } }),
    ]
    const loads: number[] = []
    for (let round = 0; round < 4; round += 1) {
      const replies = await Promise.all(talks.map(({ ask }) => ask(`Say ${round}.`)))
      expect(replies.map(({ status }) => status)).toEqual(['complete', 'complete'])
      if (round > 0) loads.push(...replies.map(({ metrics }) => metrics?.loadMs ?? 0))
    }
    // A model that stays is found at once; to load the smallest takes longer.
    expect(Math.max(...loads)).toBeLessThan(RELOAD_MS)
    const { models } = await app.call('models.loaded', {})
    expect(models.filter(({ usedBy }) => usedBy.length > 0)).toHaveLength(1)
  })
})
