import { afterEach, describe, expect, it } from 'vitest'
import type { SessionId } from '@shared/model/ids'
import { startDeafServer } from '@test/support/deaf-server'
import { openHttpDoor, openWebSocketDoor } from '@test/support/doors'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama, FakeOllamaOptions } from '@test/support/fake-ollama/options'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(options: FakeOllamaOptions = {}, env: Readonly<Record<string, string>> = {}) {
  const ollama = await startFakeOllama(options)
  closers.push(() => ollama.close())
  const app = await startTestApp({ env })
  closers.push(() => app.close())
  await app.call('settings.update', { llamaEndpoint: ollama.url })
  const { botId, sessionId } = await launchBot(app)
  const open = async (): Promise<SessionId> => {
    const { session } = await app.call('sessions.create', { botId })
    await app.call('sessions.watch', { sessionId: session.id })
    return session.id
  }
  return { ollama, app, botId, sessionId, open }
}

async function say(app: TestApp, sessionId: SessionId, text = 'Go on') {
  const input = { sessionId, text, clientMessageId: clientMessageId() }
  const { turnId } = await app.call('messages.send', input)
  const ended = app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
  return { turnId, ended: ended.then(({ message }) => message) }
}

/** A reply is on its way to the server: its socket is opened within the next turns of the loop. */
async function connecting(app: TestApp): Promise<void> {
  for (let later = 0; later < 50;) {
    const { upstreams } = await app.call('upstreams.list', {})
    if (upstreams[0]?.health.busy === 1) later += 1
    await new Promise(setImmediate)
  }
}

/** Of replies; to load a model is no more than an empty one. */
const chatsOf = ({ requests }: FakeOllama) =>
  requests.filter(
    ({ path, body }) =>
      path === '/api/chat' && (body as { messages: readonly unknown[] }).messages.length > 0,
  ).length
const WORDS = Array.from({ length: 1_000 }, () => 'word ')
const SLOW: FakeOllamaOptions = { tokensPerSecond: 20, reply: () => WORDS }

describe('how many at a time and how many may wait', () => {
  it('hold from the moment when they are set, also for those who wait already', async () => {
    const { ollama, app, open } = await start(SLOW, {})
    await app.call('settings.update', { ollamaParallel: 1, maxWaiting: 2 })
    for (let count = 0; count < 3; count += 1) await say(app, await open())
    await app.viewer.waitFor('turn.phased', ({ place }) => place?.position === 2)
    expect(ollama.liveGenerations).toBe(1)
    await expect(say(app, await open())).rejects.toMatchObject({ code: 'engine_busy' })
    await app.call('settings.update', { maxWaiting: 3 })
    await say(app, await open())
    await app.call('settings.update', { ollamaParallel: 3 })
    await ollama.waitFor(() => ollama.liveGenerations === 3)
    expect(chatsOf(ollama)).toBe(3)
  })
})

describe('how long a server may take to connect', () => {
  it('is what is set, and its end is told; a longer one goes on', async () => {
    const { app, sessionId, open } = await start(SLOW)
    const deaf = await startDeafServer()
    closers.push(() => deaf.close())
    await app.call('settings.update', { llamaEndpoint: deaf.url, connectTimeoutS: 120 })
    const patient = await say(app, await open())
    await connecting(app)
    await app.call('settings.update', { connectTimeoutS: 1 })
    const reply = await (await say(app, sessionId)).ended
    expect(reply).toMatchObject({
      ...{ status: 'failed', text: '' },
      error: { code: 'engine_unavailable' },
    })
    expect(reply.error?.message).toMatch(/Ollama does not answer/)
    expect(app.viewer.of('turn.ended').map(({ turnId }) => turnId)).not.toContain(patient.turnId)
  })
})

describe('how long a reply may be silent', () => {
  it('is what is set: the text so far is kept, and it is said what happened', async () => {
    const { ollama, app, sessionId, open } = await start({ ...SLOW, tokensPerSecond: 0 })
    ollama.setFault({ kind: 'hang', afterTokens: 3 })
    await app.call('settings.update', { silenceTimeoutS: 3_600 })
    const patient = await say(app, await open())
    await app.viewer.waitFor('turn.extended', ({ turnId }) => turnId === patient.turnId)
    await app.call('settings.update', { silenceTimeoutS: 10 })
    const reply = await (await say(app, sessionId)).ended
    expect(reply).toMatchObject({
      ...{ status: 'interrupted', text: 'word word word ' },
      error: { code: 'engine_unavailable' },
    })
    expect(reply.error?.message).toMatch(/stopped in the middle.*[Tt]ry again/)
    await ollama.waitForClientClose()
    expect(app.viewer.of('turn.ended').map(({ turnId }) => turnId)).not.toContain(patient.turnId)
  })
})

describe.each([
  ['HTTP', openHttpDoor],
  ['WebSocket', openWebSocketDoor],
] as const)('a script by %s', (_door, openDoor) => {
  async function open(options: FakeOllamaOptions, env: Readonly<Record<string, string>>) {
    const started = await start(options, env)
    const { secret } = await started.app.controller.access.createToken('test', 'owner')
    const script = await openDoor(started.app.address, secret)
    closers.push(() => script.close())
    const send = (sessionId: SessionId, text: string) =>
      script.call('messages.send', { sessionId, text, clientMessageId: clientMessageId() })
    return { ...started, script, send, another: started.open }
  }

  it('stops a reply that stands in line, and withdraws what waits behind it', async () => {
    const { ollama, app, script, send, sessionId, another } = await open(SLOW, {
      OLLAMA_PARALLEL: '1',
    })
    await say(app, await another())
    await ollama.waitFor(() => ollama.liveGenerations === 1)
    const first = await send(sessionId, 'first')
    await app.viewer.waitFor('turn.phased', ({ phase }) => phase === 'queued')
    const second = await send(sessionId, 'second')
    expect(second.queued).toBe(true)
    await script.call('turns.withdraw', { sessionId, turnId: second.turnId })
    await script.call('turns.stop', { sessionId })
    const { message } = await app.viewer.waitFor(
      'turn.ended',
      (event) => event.turnId === first.turnId,
    )
    expect(message).toMatchObject({ status: 'stopped', text: '' })
    const { messages } = await script.call('messages.list', { sessionId })
    expect(messages.map(({ text }) => text)).toEqual(['first', ''])
    expect(chatsOf(ollama)).toBe(1)
  })

  it('stops a reply whose model loads, and withdraws what waits behind it', async () => {
    const { ollama, app, script, send, sessionId } = await open({}, {})
    ollama.unloadAll()
    ollama.setFault({ kind: 'slow-load', ms: 600_000 })
    const first = await send(sessionId, 'first')
    await app.viewer.waitFor('turn.phased', ({ phase }) => phase === 'loading')
    const second = await send(sessionId, 'second')
    await script.call('turns.withdraw', { sessionId, turnId: second.turnId })
    await script.call('turns.stop', { sessionId })
    await ollama.waitForClientClose()
    const { message } = await app.viewer.waitFor(
      'turn.ended',
      (event) => event.turnId === first.turnId,
    )
    expect(message).toMatchObject({ status: 'stopped', text: '' })
    const { messages } = await script.call('messages.list', { sessionId })
    expect(messages.map(({ text }) => text)).toEqual(['first', ''])
  })

  it('is refused with a time to come again where the line is full, and nothing is stored', async () => {
    const { ollama, app, script, send, sessionId, another } = await open(SLOW, {
      ...{ OLLAMA_PARALLEL: '1', MAX_WAITING: '1' },
    })
    await say(app, await another())
    await ollama.waitFor(() => ollama.liveGenerations === 1)
    await say(app, await another())
    await app.viewer.waitFor('turn.phased', ({ phase }) => phase === 'queued')
    const refused = await send(sessionId, 'one too many').catch((error: unknown) => error)
    expect(refused).toMatchObject({
      code: 'engine_busy',
      retryAfterMs: expect.any(Number) as number,
    })
    expect((refused as { retryAfterMs: number }).retryAfterMs).toBeGreaterThanOrEqual(1_000)
    expect((await script.call('messages.list', { sessionId })).messages).toEqual([])
  })

  it('is answered though Ollama was full at first, and told where it stays so', async () => {
    const { ollama, script, sessionId } = await open({ reply: () => 'Yes.' }, {})
    ollama.setFault({ kind: 'queue-full', requests: 3 })
    const { reply } = await script.say(sessionId, 'first')
    expect(reply).toMatchObject({ status: 'complete', text: 'Yes.' })
    expect(chatsOf(ollama)).toBe(4)
    ollama.setFault({ kind: 'queue-full' })
    const { reply: refused } = await script.say(sessionId, 'second')
    expect(refused).toMatchObject({ status: 'failed', error: { code: 'engine_busy' } })
    expect(chatsOf(ollama)).toBe(9)
  })
})
