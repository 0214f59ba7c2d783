import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BotOptions } from '@shared/model/bot-options'
import type { Message } from '@shared/model/message'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/options'
import { openEventStream, sendHttp } from '@test/support/http-client'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { connectWs } from '@test/support/ws-client'

const THOUGHT = 'The user asks something. Let me reason step by step before answering.\n'
const ANSWER = 'After thinking about it, my final answer is 7.'

let app: TestApp
let sessionId: string
let botId: string

const send = (text: string) =>
  app.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text })
async function ended(turnId: string): Promise<Message> {
  return (await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)).message
}
const say = async (text: string) => ended((await send(text)).turnId)
async function setOptions(options: BotOptions, model?: string): Promise<void> {
  const { bot } = await app.call('bots.get', { botId })
  const changes = { options, ...(model !== undefined && { model }) }
  await app.call('bots.update', { botId, version: bot.version, changes })
}
async function exported(format: 'json' | 'jsonl' | 'text' | 'html', thinking?: boolean) {
  const scope = { kind: 'session', sessionId } as const
  const asked = { scope, format, ...(thinking !== undefined && { thinking }) }
  const { export: job } = await app.call('exports.start', asked)
  await app.viewer.waitFor(
    'export.changed',
    (event) => event.export.id === job.id && event.export.state === 'done',
  )
  const { secret } = await app.call('access.createToken', { name: format, role: 'member' })
  return (await sendHttp(app.address, `/api/v1/exports/${job.id}/file`, { token: secret })).text
}

describe.each(['0.24.0', '0.32.15'] as const)('thinking with Ollama %s', (version) => {
  let ollama: FakeOllama

  beforeEach(async () => {
    ollama = await startFakeOllama({ version })
    app = await startTestApp({ ollamaUrl: ollama.url })
    ;({ botId, sessionId } = await launchBot(app, 'scripted'))
  })
  afterEach(async () => {
    await app.close()
    await ollama.close()
  })

  const asked = () =>
    ollama.requests
      .filter(({ path }) => path === '/api/chat')
      .map(({ body }) => body as { think?: unknown; messages: { content: string }[] })
      .filter(({ messages }) => messages.length > 0)

  it('is told, kept and measured apart from the reply', async () => {
    await setOptions({ think: 'on' })
    const reply = await say('What is 3+4?')
    expect(reply).toMatchObject({
      status: 'complete',
      text: ANSWER,
      details: { thinking: { text: THOUGHT } },
    })
    expect(reply.details?.thinking?.durationMs).toBeGreaterThanOrEqual(0)
    expect(reply.metrics?.timeToFirstTokenMs).toBeTypeOf('number')
    const told = app.viewer.of('turn.thought').map(({ text }) => text)
    expect(told.join('')).toBe(THOUGHT)
    expect(
      app.viewer
        .of('turn.extended')
        .map(({ text }) => text)
        .join(''),
    ).toBe(ANSWER)
    expect((await app.call('messages.list', { sessionId })).messages.at(-1)).toEqual(reply)
  })

  it('is never told to the model again, and is found by no search', async () => {
    await setOptions({ think: 'on' })
    await say('What is 3+4?')
    await say('And 4+4?')
    expect(
      asked()
        .at(-1)
        ?.messages.map(({ content }) => content),
    ).toEqual(['Be brief.', 'What is 3+4?', ANSWER, 'And 4+4?'])
    const { groups } = await app.call('messages.search', { query: 'reason' })
    expect(groups).toEqual([])
  })

  it.each([
    [{}, false],
    [{ think: 'off' }, false],
    [{ think: 'on' }, true],
    [{ think: 'high' }, 'high'],
  ] as const)('asks for %o as %o', async (options, think) => {
    await setOptions(options)
    const reply = await say('Hi')
    expect(reply.status).toBe('complete')
    expect(asked().at(-1)?.think).toBe(think)
    expect(reply.details?.thinking === undefined).toBe(think === false)
  })

  it('is never asked of a model that cannot', async () => {
    await setOptions({ think: 'high' }, 'tiny')
    const reply = await say('Hi')
    expect(reply).toMatchObject({ status: 'complete', model: 'tiny' })
    expect(reply).not.toHaveProperty('details.thinking')
    expect(asked().at(-1)?.think).toBe(false)
  })

  it('keeps what was thought of a reply that broke off before its first word', async () => {
    await setOptions({ think: 'on' })
    ollama.setFault({ kind: 'error-line', afterTokens: 5 })
    const reply = await say('Hi')
    expect(reply).toMatchObject({
      status: 'failed',
      text: '',
      details: { thinking: { text: 'The user asks something. Let' } },
    })
  })
})

describe('thinking, as others see it', () => {
  let engine: ScriptedEngine

  beforeEach(async () => {
    engine = new ScriptedEngine()
    engine.script = () => [{ think: 'secret ' }, { think: 'plan' }, 'hold', { say: 'Seven' }]
    app = await startTestApp({ engines: { ollama: engine } })
    ;({ botId, sessionId } = await launchBot(app))
  })
  afterEach(() => app.close())

  it('is there for a viewer that joins in the middle, who misses nothing after it', async () => {
    const { turnId } = await send('Hi')
    const thoughts = () =>
      app.viewer
        .of('turn.thought')
        .map(({ text }) => text)
        .join('')
    await app.viewer.waitFor('turn.thought', () => thoughts() === 'secret plan')
    const { secret } = await app.call('access.createToken', { name: 'late', role: 'member' })
    const late = await connectWs(app.address)
    await late.call('access.signIn', { token: secret })
    const { live } = await late.call('sessions.watch', { sessionId })
    expect(live).toMatchObject({
      text: '',
      phase: 'answering',
      thinking: { text: 'secret plan', durationMs: null },
    })
    engine.release()
    await late.waitForEvent((event) => event.event === 'turn.ended' && event.turnId === turnId)
    const events = late.events.filter(
      ({ event }) => event === 'turn.thought' || event === 'turn.extended',
    )
    expect(events).toMatchObject([
      { event: 'turn.thought', offset: 'secret plan'.length, text: '' },
      { event: 'turn.extended', offset: 0, text: 'Seven' },
    ])
    await late.close()
  })

  it('is part of the event stream of a message', async () => {
    engine.script = () => [{ think: 'plan' }, { say: 'Seven' }]
    const { secret } = await app.call('access.createToken', { name: 'stream', role: 'member' })
    const stream = await openEventStream(app.address, `/api/v1/sessions/${sessionId}/messages`, {
      token: secret,
      json: { text: 'Hi' },
    })
    const names: string[] = []
    for await (const { event } of stream.events) if (names.at(-1) !== event) names.push(event)
    expect(names).toEqual([
      'message.accepted',
      'message.added',
      'turn.started',
      'turn.thought',
      'turn.extended',
      'turn.ended',
    ])
  })

  it('is kept of a reply that was stopped while the model thought', async () => {
    const { turnId } = await send('Hi')
    const thoughts = () =>
      app.viewer
        .of('turn.thought')
        .map(({ text }) => text)
        .join('')
    await app.viewer.waitFor('turn.thought', () => thoughts() === 'secret plan')
    await app.call('turns.stop', { sessionId })
    expect(await ended(turnId)).toMatchObject({
      status: 'stopped',
      text: '',
      details: { thinking: { text: 'secret plan' } },
    })
  })

  it('leaves the controller in an export only where that is asked for', async () => {
    engine.script = () => [{ think: 'secret plan' }, { say: 'Seven' }]
    await say('Hi')
    expect(await exported('json')).not.toContain('secret plan')
    expect(await exported('html')).not.toContain('secret plan')
    for (const format of ['json', 'jsonl', 'text', 'html'] as const) {
      const file = await exported(format, true)
      expect(file).toContain('secret plan')
      expect(file).toContain('Seven')
    }
    const { secret } = await app.call('access.createToken', { name: 'one', role: 'member' })
    const path = `/api/v1/sessions/${sessionId}/export`
    expect((await sendHttp(app.address, path, { token: secret })).text).not.toContain('secret plan')
    expect(
      (await sendHttp(app.address, `${path}?thinking=true`, { token: secret })).text,
    ).toContain('> secret plan')
    expect((await sendHttp(app.address, `${path}?thinking=maybe`, { token: secret })).status).toBe(
      400,
    )
  })
})
