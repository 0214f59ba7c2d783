import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BotOptions } from '@shared/model/bot-options'
import type { CommandRequest } from '@shared/contract/commands'
import type { Message } from '@shared/model/message'
import { openHttpDoor, openWebSocketDoor } from '@test/support/doors'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama, Said } from '@test/support/fake-ollama/options'
import { sendHttp } from '@test/support/http-client'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const SCHEMA: NonNullable<BotOptions['format']> = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
}
type Format = NonNullable<CommandRequest<'messages.send'>['format']>

let app: TestApp
let ollama: FakeOllama
let botId: string
let sessionId: string
let answer: Said = ''
let rounds: (() => Said) | null = null

async function setFormat(format: NonNullable<BotOptions['format']>): Promise<void> {
  const { bot } = await app.call('bots.get', { botId })
  await app.call('bots.update', { botId, version: bot.version, changes: { options: { format } } })
}
async function ended(turnId: string): Promise<Message> {
  return (await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)).message
}
async function say(text: string, format?: Format): Promise<Message> {
  const sent = { sessionId, clientMessageId: clientMessageId(), text }
  const { turnId } = await app.call('messages.send', { ...sent, ...(format && { format }) })
  return ended(turnId)
}
const asked = () =>
  ollama.requests
    .filter(({ path }) => path === '/api/chat')
    .map(({ body }) => body as { format?: unknown; messages: unknown[] })
    .filter(({ messages }) => messages.length > 0)
    .map(({ format }) => format)

describe.each(['0.24.0', '0.32.15'] as const)('structured replies with Ollama %s', (version) => {
  beforeEach(async () => {
    rounds = null
    ollama = await startFakeOllama({ version, reply: () => rounds?.() ?? answer })
    app = await startTestApp({ ollamaUrl: ollama.url })
    ;({ botId, sessionId } = await launchBot(app))
  })
  afterEach(async () => {
    await app.close()
    await ollama.close()
  })

  it('are asked for as the bot wants them, and checked', async () => {
    await setFormat(SCHEMA)
    answer = '{\n\n"ok"\n\t:true\n\n }'
    expect(await say('json')).toMatchObject({
      text: answer,
      details: { format: { problem: null } },
    })
    answer = '{"ok":"yes"}'
    const wrong = await say('json')
    expect(wrong).toMatchObject({ status: 'complete', text: answer })
    expect(wrong.details?.format?.problem).toContain('ok: Instance type "string" is invalid.')
    expect(asked()).toEqual([SCHEMA, SCHEMA])
  })

  it('are asked for as a message wants them, which its other replies keep', async () => {
    answer = '[1, 2]'
    const reply = await say('as JSON, please', 'json')
    expect(reply.details?.format).toEqual({ problem: null })
    const said = (await app.call('messages.list', { sessionId })).messages[0]
    expect(said?.details).toEqual({ askedFormat: 'json' })
    const { turnId } = await app.call('turns.retry', { sessionId, messageId: said?.id ?? '' })
    expect((await ended(turnId)).details?.format).toEqual({ problem: null })
    answer = 'Just words.'
    expect((await say('and now text')).details).not.toHaveProperty('format')
    expect(asked()).toEqual(['json', 'json', undefined])
  })

  it('are text where a message wants that, whatever the bot wants', async () => {
    await setFormat('json')
    answer = 'Just words.'
    expect((await say('Hi', 'text')).details).not.toHaveProperty('format')
    expect((await say('Hi')).details?.format).toEqual({ problem: 'It is not JSON.' })
    expect(asked()).toEqual([undefined, 'json'])
  })

  it.each([
    ['WebSocket', openWebSocketDoor],
    ['HTTP', openHttpDoor],
  ] as const)(
    'are asked for by scripts over %s, which are told why where they do not fit',
    async (_, open) => {
      const { secret } = await app.call('access.createToken', { name: 'script', role: 'member' })
      const door = await open(app.address, secret)
      const text = 'parts'
      answer = '{"ok":1}'
      const sent = { sessionId, clientMessageId: clientMessageId(), text, format: SCHEMA }
      const { turnId } = await door.call('messages.send', sent)
      await ended(turnId)
      const { messages } = await door.call('messages.list', { sessionId })
      expect(messages.map(({ details }) => details?.askedFormat)).toEqual([SCHEMA, undefined])
      expect(messages[1]?.details?.format?.problem).toContain(
        'ok: Instance type "number" is invalid.',
      )
      const bad = { ...sent, clientMessageId: clientMessageId(), format: { type: 'objekt' } }
      await expect(door.call('messages.send', bad)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('“type” takes one of') as string,
      })
      await door.close()
    },
  )

  it('say live that they are no Markdown, and that they did not come to their end', async () => {
    ollama.setFault({ kind: 'hang', afterTokens: 2 })
    answer = '{"ok": true, "more": 1}'
    const sent = {
      sessionId,
      clientMessageId: clientMessageId(),
      text: 'json',
      format: 'json' as const,
    }
    const { turnId } = await app.call('messages.send', sent)
    await app.viewer.waitFor('turn.extended')
    const { live } = await app.call('sessions.watch', { sessionId })
    expect(live).toMatchObject({ structured: true })
    const next = { sessionId, clientMessageId: clientMessageId(), text: 'next', format: SCHEMA }
    const waiting = await app.call('messages.send', next)
    expect(await app.call('turns.withdraw', { sessionId, turnId: waiting.turnId })).toEqual({
      ...{ text: 'next', attachments: [], format: SCHEMA },
    })
    await app.call('turns.stop', { sessionId })
    expect(await ended(turnId)).toMatchObject({
      status: 'stopped',
      details: { format: { problem: 'It did not come to its end.' } },
    })
  })

  it('are what a bot says after all its tools did, whatever it said before', async () => {
    const { bot } = await app.call('bots.get', { botId })
    const tools = [{ tool: 'time.now', approval: 'always' as const }]
    const changes = { model: 'scripted', options: { tools, format: 'json' as const } }
    await app.call('bots.update', { botId, version: bot.version, changes })
    let round = 0
    rounds = () => (round++ === 0 ? ['Let me see. ', { call: 'time_now' }] : '{"ok":true}')
    const reply = await say('When?')
    expect(reply.text).toBe('Let me see. \n\n{"ok":true}')
    expect(reply.details?.toolCalls).toHaveLength(1)
    expect(reply.details?.format).toEqual({ problem: null })
  })

  it('are kept by exports, and by the controller that imports them', async () => {
    await setFormat(SCHEMA)
    answer = '[1]'
    await say('as JSON, please', 'json')
    const { secret } = await app.call('access.createToken', { name: 'script', role: 'owner' })
    const { export: job } = await app.call('exports.start', {
      ...{ scope: { kind: 'session', sessionId }, format: 'jsonl', branches: 'visible' },
    })
    await app.viewer.waitFor('export.changed', (event) => event.export.state === 'done')
    const path = `/api/v1/exports/${job.id}/file`
    const file = (await sendHttp(app.address, path, { token: secret })).text

    const other = await startTestApp()
    const token = (await other.call('access.createToken', { name: 'script', role: 'owner' })).secret
    await other.call('overview.watch', {})
    const { import: read } = await other.call('imports.start', {
      ...{ fileName: 'all.jsonl', bytes: Buffer.byteLength(file) },
    })
    await sendHttp(other.address, `/api/v1/imports/${read.id}/file?offset=0`, {
      ...{ method: 'PUT', token, body: file },
      headers: { 'content-type': 'application/octet-stream' },
    })
    await other.viewer.waitFor('import.changed', (event) => event.import.state === 'ready')
    await other.call('imports.run', { importId: read.id })
    await other.viewer.waitFor('import.changed', (event) => event.import.state === 'done')
    const { messages } = await other.call('messages.list', { sessionId })
    expect(messages.map(({ details }) => details)).toMatchObject([
      { askedFormat: 'json' },
      { format: { problem: null } },
    ])
    const { bots } = await other.call('bots.list', {})
    expect(bots.map(({ options }) => options.format)).toContainEqual(SCHEMA)
    await other.close()
  })

  it('are refused by a bot that works without a model', async () => {
    const { bots } = await app.call('bots.list', {})
    const guide = bots.find(({ model }) => model === null)?.id ?? ''
    const { session } = await app.call('sessions.create', { botId: guide })
    const sent = { sessionId: session.id, clientMessageId: clientMessageId(), text: 'Hi' }
    await expect(app.call('messages.send', { ...sent, format: 'json' })).rejects.toThrow(
      'Guide works without a model, so its replies are text. Leave the format out.',
    )
  })

  it('are refused before anything is sent, where the schema is none', async () => {
    const bad = { type: 'objekt' }
    const refusal = { code: 'invalid_input' }
    await expect(setFormat(bad)).rejects.toThrow('Format of replies: “type” takes one of')
    await expect(setFormat(bad)).rejects.toMatchObject(refusal)
    await expect(say('Hi', bad)).rejects.toMatchObject(refusal)
    expect((await app.call('messages.list', { sessionId })).messages).toEqual([])
    expect(asked()).toEqual([])
  })
})
