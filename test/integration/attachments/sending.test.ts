import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Attachment } from '@shared/model/message-details'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { DEFAULT_MODELS } from '@test/support/fake-ollama/default-models'
import { sendHttp } from '@test/support/http-client'
import { aPng, aTalkativePng } from '@test/support/pictures'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const SEER = { name: 'seer', capabilities: ['completion', 'vision'], contextLength: 32_768 }
const BLIND = { name: 'blind', contextLength: 32_768 }
const RED = aPng()
const BLUE = aPng({ color: [0, 0, 255] })

let app: TestApp
let ollama: FakeOllama
afterEach(async () => {
  await app.close()
  await ollama.close()
})

async function start(version: '0.24.0' | '0.32.15', model = 'seer', parallel?: number) {
  ollama = await startFakeOllama({
    version,
    models: [...DEFAULT_MODELS, SEER, BLIND],
    reply: () => 'I see.',
    ...(parallel === undefined ? {} : { tokensPerSecond: parallel }),
  })
  app = await startTestApp({ ollamaUrl: ollama.url })
  return launchBot(app, model)
}
async function attach(bytes: Buffer, name = 'cat.png'): Promise<Attachment> {
  const token = (await app.call('access.createToken', { name: 'x', role: 'member' })).secret
  const path = `/api/v1/attachments?name=${name}`
  const answer = await sendHttp(app.address, path, {
    method: 'POST',
    token,
    headers: { 'content-type': 'image/png' },
    body: bytes,
  })
  return (answer.json() as { attachment: Attachment }).attachment
}
async function say(sessionId: string, text: string, attachments: readonly Attachment[] = []) {
  const sent = await app.call('messages.send', {
    ...{ sessionId, text, clientMessageId: clientMessageId() },
    ...(attachments.length > 0 && { attachments: attachments.map(({ hash }) => hash) }),
  })
  const ended = await app.viewer.waitFor('turn.ended', ({ turnId }) => turnId === sent.turnId)
  return { ...sent, reply: ended.message }
}
interface Told {
  readonly role: string
  readonly content: string
  readonly images?: readonly string[]
}
const told = (): readonly Told[] => {
  const chats = ollama.requests.filter(({ path }) => path === '/api/chat')
  return (chats.at(-1)?.body as { messages: Told[] }).messages
}
const messagesOf = async (sessionId: string) =>
  (await app.call('messages.list', { sessionId })).messages

describe.each(['0.24.0', '0.32.15'] as const)('pictures to Ollama %s', (version) => {
  it('are told as base64 of what is kept, also of earlier messages, and stay with theirs', async () => {
    const { sessionId } = await start(version)
    const red = await attach(aTalkativePng(), 'red.png')
    const { reply } = await say(sessionId, 'What is this?', [red])
    expect(reply).toMatchObject({ status: 'complete', text: 'I see.' })
    expect(told().slice(1)).toEqual([
      { role: 'user', content: 'What is this?', images: [RED.toString('base64')] },
    ])
    const blue = await attach(BLUE, 'blue.png')
    await say(sessionId, '', [blue, red])
    await say(sessionId, 'And before?')
    expect(told().slice(1)).toEqual([
      { role: 'user', content: 'What is this?', images: [RED.toString('base64')] },
      { role: 'assistant', content: 'I see.' },
      { role: 'user', content: '', images: [BLUE.toString('base64'), RED.toString('base64')] },
      { role: 'assistant', content: 'I see.' },
      { role: 'user', content: 'And before?' },
    ])
    const messages = await messagesOf(sessionId)
    expect(messages.map(({ details }) => details?.attachments?.map(({ name }) => name))).toEqual([
      ['red.png'],
      undefined,
      ['blue.png', 'red.png'],
      undefined,
      undefined,
      undefined,
    ])
  })

  it('are refused for a model that does not see, before anything is stored or asked', async () => {
    const { sessionId } = await start(version, 'tiny')
    const red = await attach(RED)
    const asked = ollama.requests.filter(({ path }) => path === '/api/chat').length
    const sending = say(sessionId, 'What is this?', [red])
    await expect(sending).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/"tiny" cannot see pictures.*"vision"/) as string,
    })
    expect(ollama.requests.filter(({ path }) => path === '/api/chat')).toHaveLength(asked)
    expect(await messagesOf(sessionId)).toEqual([])
    expect((await say(sessionId, 'Then without')).reply.status).toBe('complete')
  })

  it('of earlier messages are a line of text for a model that does not see', async () => {
    const { botId, sessionId } = await start(version)
    const { messageId } = await say(sessionId, 'What is this?', [await attach(RED)])
    const { turnId } = await app.call('turns.retry', { sessionId, messageId, model: 'tiny' })
    const retried = await app.viewer.waitFor('turn.ended', (ended) => ended.turnId === turnId)
    expect(retried.message).toMatchObject({ status: 'failed', error: { code: 'invalid_input' } })
    await app.call('bots.update', { botId, changes: { model: 'blind' }, version: 1 })
    await app.viewer.waitFor(
      'instance.changed',
      ({ instance }) => instance.state === 'ready' && instance.model === 'blind',
    )
    const { reply } = await say(sessionId, 'And now?')
    expect(reply.status).toBe('complete')
    expect(told().slice(1)).toMatchObject([
      { content: 'What is this?\n\n[A picture was here that cannot be shown now: cat.png]' },
      { content: 'And now?' },
    ])
    expect(told().every(({ images }) => images === undefined)).toBe(true)
  })
})

describe('pictures of a message', () => {
  it('come back with it when it is taken out of the queue, and are told when it is its turn', async () => {
    const { sessionId } = await start('0.32.15', 'seer', 20)
    const red = await attach(RED)
    const send = (text: string) =>
      app.call('messages.send', {
        ...{ sessionId, text, clientMessageId: clientMessageId(), attachments: [red.hash] },
      })
    await send('First')
    const second = await send('Second')
    const third = await send('Third')
    expect(second.queued).toBe(true)
    const taken = await app.call('turns.withdraw', { sessionId, turnId: third.turnId })
    expect(taken).toEqual({ text: 'Third', attachments: [red] })
    await app.viewer.waitFor('turn.ended', ({ turnId }) => turnId === second.turnId)
    expect(told().at(-1)).toEqual({
      ...{ role: 'user', content: 'Second' },
      images: [RED.toString('base64')],
    })
  })

  it('go with another version of it, and into a fork', async () => {
    const { sessionId } = await start('0.32.15')
    const red = await attach(RED)
    const { messageId } = await say(sessionId, 'What?', [red])
    await app.call('messages.send', {
      ...{ sessionId, text: 'What is it?', replaces: messageId, attachments: [red.hash] },
      clientMessageId: clientMessageId(),
    })
    await app.viewer.waitFor('turn.ended', ({ message }) => message.seq === 4)
    const [first] = await messagesOf(sessionId)
    expect(first).toMatchObject({ text: 'What is it?', details: { attachments: [red] } })
    const fork = await app.call('sessions.fork', { sessionId, messageId })
    expect((await messagesOf(fork.session.id))[0]).toMatchObject({
      details: { attachments: [red] },
    })
  })

  it('name a conversation that begins with nothing else', async () => {
    const { sessionId } = await start('0.32.15')
    await say(sessionId, '  ', [await attach(RED, 'Beach.png')])
    const { session } = await app.call('sessions.get', { sessionId })
    expect(session.title).toBe('Beach.png')
  })

  it('are at most eight, and none that is not here', async () => {
    const { sessionId } = await start('0.32.15')
    const { hash } = await attach(RED)
    const send = (attachments: string[], text = 'Look') =>
      app.call('messages.send', {
        ...{ sessionId, text, attachments, clientMessageId: clientMessageId() },
      })
    await expect(send(Array.from({ length: 9 }, () => hash))).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(send([], '  ')).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(send(['../../port8000.db'])).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(send(['f'.repeat(64)])).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('attach it again') as string,
    })
    expect(await messagesOf(sessionId)).toEqual([])
  })

  it('that are gone from the disk fail the turn that is about them, and are named in later ones', async () => {
    const { sessionId } = await start('0.32.15')
    const red = await attach(RED)
    const { messageId } = await say(sessionId, 'What?', [red])
    rmSync(join(app.dataDirectory, 'attachments'), { recursive: true })
    const { turnId } = await app.call('turns.retry', { sessionId, messageId })
    const { message } = await app.viewer.waitFor('turn.ended', (ended) => ended.turnId === turnId)
    expect(message).toMatchObject({ status: 'failed', error: { code: 'not_found' } })
    expect((await say(sessionId, 'Go on')).reply.status).toBe('complete')
    expect(told()[1]?.content).toContain('[A picture was here')
  })

  it('are acknowledged again where the same message is sent twice', async () => {
    const { sessionId } = await start('0.32.15')
    const { hash } = await attach(RED)
    const input = {
      sessionId,
      text: 'Look',
      attachments: [hash],
      clientMessageId: clientMessageId(),
    }
    const first = await app.call('messages.send', input)
    const second = await app.call('messages.send', input)
    expect(second.messageId).toBe(first.messageId)
    await app.viewer.waitFor('turn.ended', ({ turnId }) => turnId === first.turnId)
  })
})
