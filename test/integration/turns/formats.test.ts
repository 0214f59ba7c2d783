import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BotOptions } from '@shared/model/bot-options'
import type { CommandRequest } from '@shared/contract/commands'
import type { Message } from '@shared/model/message'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/options'
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
let answer = ''

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
    ollama = await startFakeOllama({ version, reply: () => answer })
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
    expect(await say('json')).toMatchObject({ text: answer, details: { format: { problem: null } } })
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
