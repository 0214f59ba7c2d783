import { afterEach, describe, expect, it } from 'vitest'
import type { AppError } from '@shared/contract/app-error'
import type { SessionId } from '@shared/model/ids'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/options'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'

const VERSIONS = ['0.24.0', '0.32.15'] as const

let app: TestApp
let ollama: FakeOllama
let clients: WsClient[] = []
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()))
  clients = []
  await app.close()
  await ollama.close()
})

/** A person, who watches as many sessions of their own. */
async function join(botId: string, name: string, count: number) {
  const { person } = await app.call('people.add', { name })
  const { secret } = await app.controller.access.createToken(name, 'member', person.id)
  const client = await connectWs(app.address)
  clients.push(client)
  await client.call('access.signIn', { token: secret })
  const sessions: SessionId[] = []
  for (let index = 0; index < count; index++) {
    const { session } = await client.call('sessions.create', { botId })
    await client.call('sessions.watch', { sessionId: session.id })
    sessions.push(session.id)
  }
  const ask = (sessionId: SessionId | undefined, text: string) =>
    client.call('messages.send', {
      ...{ sessionId: sessionId ?? '', text },
      clientMessageId: clientMessageId(),
    })
  const phases = () => client.events.filter((event) => event.event === 'turn.phased')
  const endings = () => client.events.filter((event) => event.event === 'turn.ended')
  return { client, name, sessions, ask, phases, endings }
}

/** Who was asked about, in the order in which Ollama was asked. */
function askedFor(): string[] {
  return ollama.requests.flatMap(({ path, body }) => {
    if (path !== '/api/chat') return []
    const { messages } = body as { messages: readonly { content: string }[] }
    return messages.slice(-1).map(({ content }) => content)
  })
}

describe.each(VERSIONS)('the queue before Ollama %s', (version) => {
  it('serves thirty people in turn who ask five questions each at once: nobody waits for the batch of another', async () => {
    ollama = await startFakeOllama({ version, parallel: 2, firstTokenMs: 4, reply: () => 'Yes.' })
    app = await startTestApp({ ollamaUrl: ollama.url, env: { OLLAMA_PARALLEL: '2' } })
    const { botId } = await launchBot(app)
    // Both places are taken until everybody has asked.
    ollama.setFault({ kind: 'hang-before-header', requests: 2 })
    const before = await join(botId, 'before', 2)
    await Promise.all(before.sessions.map((sessionId) => before.ask(sessionId, 'before')))
    await ollama.waitFor(() => ollama.liveGenerations === 2)
    const people = []
    for (let index = 0; index < 30; index++) people.push(await join(botId, `p${index}`, 5))
    // Each person's whole batch comes before anybody else's.
    for (const { ask, sessions, name } of people)
      await Promise.all(sessions.map((sessionId) => ask(sessionId, name)))
    for (const sessionId of before.sessions) await before.client.call('turns.stop', { sessionId })
    await ollama.waitFor(() => askedFor().length === 152)
    const order = askedFor().slice(2)
    const placesOf = (name: string) => order.flatMap((who, at) => (who === name ? [at] : []))
    // Two go out at a time, so that neighbours may change places on the way.
    expect(new Set(order.slice(0, 31)).size).toBe(30)
    const last = placesOf('p29')
    for (let round = 1; round < last.length; round++) {
      const between = order.slice((last[round - 1] ?? 0) + 1, last[round])
      expect(between.length).toBeGreaterThan(25)
      expect(new Set(between).size).toBe(between.length)
    }
    for (const { name } of people) expect(placesOf(name)).toHaveLength(5)
  })

  it('tells a place and a guess, moves up, and can be stopped without Ollama being asked', async () => {
    ollama = await startFakeOllama({ version, parallel: 1, tokensPerSecond: 20 })
    app = await startTestApp({ ollamaUrl: ollama.url, env: { OLLAMA_PARALLEL: '1' } })
    const { botId } = await launchBot(app)
    const [first, second, third] = [
      await join(botId, 'first', 1),
      await join(botId, 'second', 1),
      await join(botId, 'third', 1),
    ]
    await first.ask(first.sessions[0], 'one')
    await ollama.waitFor(() => ollama.tokensSent > 0)
    await second.ask(second.sessions[0], 'two')
    await third.ask(third.sessions[0], 'three')
    await third.client.waitForEvent(
      (event) => event.event === 'turn.phased' && event.place?.position === 2,
    )
    const { instance } = await app.call('bots.status', { botId })
    expect(instance).toMatchObject({ liveTurns: 3, waitingTurns: 2 })
    await second.client.call('turns.stop', { sessionId: second.sessions[0] ?? '' })
    expect(second.endings()[0]?.message).toMatchObject({ status: 'stopped', text: '' })
    await third.client.waitForEvent(
      (event) => event.event === 'turn.phased' && event.place?.position === 1,
    )
    await first.client.call('turns.stop', { sessionId: first.sessions[0] ?? '' })
    await third.client.waitForEvent((event) => event.event === 'turn.extended')
    expect(third.phases().map(({ phase }) => phase)).toEqual(['queued', 'queued', 'waiting'])
    expect(askedFor()).toEqual(['one', 'three'])
    await third.client.call('turns.stop', { sessionId: third.sessions[0] ?? '' })
    expect((await app.call('bots.status', { botId })).instance).toMatchObject({
      liveTurns: 0,
      waitingTurns: 0,
    })
  })

  it('refuses with a time to come again where too many wait, and stores nothing', async () => {
    ollama = await startFakeOllama({ version, parallel: 1, tokensPerSecond: 20 })
    app = await startTestApp({
      ollamaUrl: ollama.url,
      env: { OLLAMA_PARALLEL: '1', MAX_WAITING: '1' },
    })
    const { botId } = await launchBot(app)
    const { client, ask, sessions } = await join(botId, 'eager', 3)
    await ask(sessions[0], 'one')
    await ollama.waitFor(() => ollama.tokensSent > 0)
    await ask(sessions[1], 'two')
    await client.waitForEvent((event) => event.event === 'turn.phased' && event.phase === 'queued')
    const refused: unknown = await ask(sessions[2], 'three').catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'engine_busy' })
    expect((refused as AppError).retryAfterMs).toBeGreaterThan(0)
    const { messages } = await client.call('messages.list', { sessionId: sessions[2] ?? '' })
    expect(messages).toEqual([])
  })

  it('learns that Ollama makes one reply at a time, and keeps the others in line', async () => {
    ollama = await startFakeOllama({ version, parallel: 1, firstTokenMs: 300, reply: () => 'Yes.' })
    app = await startTestApp({ ollamaUrl: ollama.url })
    const { botId } = await launchBot(app)
    const { client, ask, sessions, endings } = await join(botId, 'eager', 6)
    await Promise.all(sessions.map((sessionId, index) => ask(sessionId, String(index))))
    // The second one was sent too, and had to wait inside: after it there is never more than one.
    await client.waitForEvent(() => endings().length === 2)
    let most = 0
    await ollama.waitFor(() => {
      most = Math.max(most, ollama.liveGenerations)
      return askedFor().length === 6
    })
    expect(most).toBe(1)
  })

  it('uses every place of an Ollama that makes many replies at a time', async () => {
    ollama = await startFakeOllama({ version, tokensPerSecond: 5 })
    app = await startTestApp({ ollamaUrl: ollama.url })
    const { botId } = await launchBot(app)
    const { ask, sessions } = await join(botId, 'eager', 20)
    await Promise.all(sessions.map((sessionId) => ask(sessionId, 'Hi')))
    await ollama.waitFor(() => ollama.liveGenerations === 20)
  })
})
