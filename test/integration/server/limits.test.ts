import { afterEach, describe, expect, it } from 'vitest'
import type { WireError } from '@shared/contract/errors'
import type { SessionId } from '@shared/model/ids'
import { openEventStream, sendHttp } from '@test/support/http-client'
import type { HttpAnswer } from '@test/support/http-client'
import { callerOf } from '@test/support/recording-viewer'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { WsRefused, connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'

const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close()
})

/** With the limits that are named, by the variables anybody can set; without any other. */
async function start(env: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const app = await startTestApp({ engines: { ollama: new ScriptedEngine() }, env })
  closing.push(app)
  return app
}

async function tokenOf(app: TestApp, name = 'a script'): Promise<string> {
  return (await app.call('access.createToken', { name, role: 'member' })).secret
}

async function connect(app: TestApp, token?: string): Promise<WsClient> {
  const client = await connectWs(app.address, token === undefined ? {} : { token })
  closing.push(client)
  return client
}

function message(sessionId: SessionId) {
  return { sessionId, clientMessageId: clientMessageId(), text: 'hello' }
}

function errorOf(answer: HttpAnswer): WireError {
  return (answer.json() as { error: WireError }).error
}

async function counted(app: TestApp) {
  return (await app.call('limits.get', {})).turnedAway
}

describe('messages', () => {
  const ten = { MESSAGES_PER_MINUTE: '10', MAX_QUEUED: '100' }

  it('are ten a minute for each token, whichever door they come by', async () => {
    const app = await start(ten)
    const { sessionId } = await launchBot(app)
    const token = await tokenOf(app)
    const socket = await connect(app, token)
    const path = `/api/v1/sessions/${sessionId}/messages`
    for (let i = 0; i < 5; i += 1) {
      await socket.call('messages.send', message(sessionId))
      const sent = await sendHttp(app.address, path, {
        method: 'POST',
        json: { text: 'hello' },
        headers: { 'x-api-key': token },
      })
      expect(sent.status).toBe(202)
    }
    const refusal = { code: 'rate_limited', retryAfterMs: expect.any(Number) as number }
    await expect(socket.call('messages.send', message(sessionId))).rejects.toMatchObject(refusal)
    for (const credential of [{ token }, { headers: { 'x-api-key': token } }]) {
      const refused = await sendHttp(app.address, path, {
        method: 'POST',
        json: { text: 'hello' },
        ...credential,
      })
      expect(refused.status).toBe(429)
      expect(errorOf(refused)).toMatchObject(refusal)
      const seconds = Number(refused.headers['retry-after'])
      expect(seconds).toBe(Math.ceil((errorOf(refused).retryAfterMs ?? 0) / 1_000))
      expect(seconds).toBeGreaterThan(0)
    }
    const streamed = await openEventStream(app.address, path, { token, json: { text: 'hello' } })
    expect(streamed.status).toBe(429)
    streamed.abandon()
    // Somebody else has ten of their own.
    const other = await connect(app, await tokenOf(app, 'another script'))
    await other.call('messages.send', message(sessionId))
    expect((await counted(app)).messages).toBe(4)
  })

  it('include asking for another version of a reply', async () => {
    const app = await start({ MESSAGES_PER_MINUTE: '1' })
    const { sessionId } = await launchBot(app)
    const socket = await connect(app, await tokenOf(app))
    await socket.call('sessions.watch', { sessionId })
    const { messageId } = await socket.call('messages.send', message(sessionId))
    await socket.waitForEvent(({ event }) => event === 'turn.ended')
    await expect(socket.call('turns.retry', { sessionId, messageId })).rejects.toMatchObject({
      code: 'rate_limited',
    })
  })

  it('of the owner’s own window are not counted, unless they wish it', async () => {
    const app = await start(ten)
    const { sessionId } = await launchBot(app)
    for (let i = 0; i < 25; i += 1) await app.call('messages.send', message(sessionId))
    await app.call('settings.update', { limitOwnWindow: true })
    for (let i = 0; i < 10; i += 1) await app.call('messages.send', message(sessionId))
    await expect(app.call('messages.send', message(sessionId))).rejects.toMatchObject({
      code: 'rate_limited',
    })
  })

  it('follow the setting at once', async () => {
    const app = await start()
    await app.call('settings.update', { maxQueued: 1 })
    expect((await app.call('overview.watch', {})).maxQueued).toBe(1)
    const limits = (await app.call('limits.get', {})).limits
    expect(limits.find(({ name }) => name === 'maxQueued')).toEqual({
      ...{ name: 'maxQueued', value: 1, standard: 5, least: 1, most: 100 },
    })
    await expect(app.call('settings.update', { maxQueued: 0 })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    // What the environment says wins, and is said so.
    await expect(app.call('settings.update', { messagesPerMinute: 3 })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('requests', () => {
  it('of strangers at an address are so many a minute, by any door, and those of who is signed in are not crowded out', async () => {
    const app = await start({ REQUESTS_PER_MINUTE: '20' })
    const token = await tokenOf(app)
    const socket = await connect(app, token)
    const answers: HttpAnswer[] = []
    for (let i = 0; i < 25; i += 1) answers.push(await sendHttp(app.address, '/health'))
    const statuses = answers.map(({ status }) => status)
    // The upgrade of the socket counts too: nobody had signed in on it yet.
    expect(statuses).toEqual([...Array<number>(19).fill(200), ...Array<number>(6).fill(429)])
    expect(answers.at(-1)?.headers['retry-after']).toMatch(/^\d+$/)
    expect(answers.at(-1)?.headers['x-content-type-options']).toBe('nosniff')
    await expect(connectWs(app.address)).rejects.toMatchObject({ status: 429 })
    await expect(connectWs(app.address)).rejects.toBeInstanceOf(WsRefused)

    await socket.call('bots.list', {})
    expect((await sendHttp(app.address, '/api/v1/bots', { token })).status).toBe(200)
    expect((await sendHttp(app.address, '/api/v1/bots', { token: 'guessed' })).status).toBe(429)
    expect((await counted(app)).requests).toBeGreaterThanOrEqual(9)
  })

  it('of one token are so many a minute too, frames included, on however many connections', async () => {
    const app = await start({ REQUESTS_PER_MINUTE: '20' })
    const token = await tokenOf(app)
    const socket = await connect(app, token)
    for (let i = 0; i < 12; i += 1) await socket.call('bots.list', {})
    const statuses: number[] = []
    for (let i = 0; i < 9; i += 1)
      statuses.push((await sendHttp(app.address, '/api/v1/bots', { token })).status)
    expect(statuses).toEqual([...Array<number>(7).fill(200), 429, 429])
    await expect(socket.call('bots.list', {})).rejects.toMatchObject({ code: 'rate_limited' })
    // The socket stays, and so does everybody else.
    expect(socket.socket.readyState).toBe(socket.socket.OPEN)
    expect(
      (await sendHttp(app.address, '/api/v1/bots', { token: await tokenOf(app) })).status,
    ).toBe(200)
  })
})

describe('signing in', () => {
  it('with wrong codes has to wait, longer each time', async () => {
    const app = await start({ SIGN_IN_ATTEMPTS: '3' })
    const signIn = (code: string) =>
      sendHttp(app.address, '/api/v1/sign-in', { method: 'POST', json: { code } })
    for (let i = 0; i < 3; i += 1) expect((await signIn('wrong')).status).toBe(401)
    const refused = await signIn('wrong')
    expect(refused.status).toBe(429)
    expect(refused.headers['retry-after']).toBe('1')
    expect(await counted(app)).toMatchObject({ failedSignIns: 3, signIns: 1 })
  })

  it('with wrong tokens has to wait by every carrier, and holds up no token that is right', async () => {
    const app = await start({ SIGN_IN_ATTEMPTS: '3' })
    const token = await tokenOf(app)
    const socket = await connect(app)
    const tries = [
      () => sendHttp(app.address, '/api/v1/bots', { token: 'wrong' }).then(({ status }) => status),
      () =>
        sendHttp(app.address, '/api/v1/bots', { headers: { 'x-api-key': 'wrong' } }).then(
          ({ status }) => status,
        ),
      () =>
        connectWs(app.address, { token: 'wrong' }).then(
          (client) => client.close().then(() => 401),
          (error: unknown) => (error as WsRefused).status,
        ),
      () =>
        socket.call('access.signIn', { token: 'wrong' }).then(
          () => 200,
          (error: unknown) => ((error as WireError).code === 'rate_limited' ? 429 : 401),
        ),
    ]
    for (const attempt of tries.slice(0, 3)) expect(await attempt()).not.toBe(429)
    for (const attempt of tries) expect(await attempt()).toBe(429)
    expect((await sendHttp(app.address, '/api/v1/bots', { token })).status).toBe(200)
    await socket.call('access.signIn', { token })
  })
})

describe('sockets', () => {
  it('are so many for each device or token, however they signed in', async () => {
    const app = await start({ SOCKETS_PER_DEVICE: '2' })
    const token = await tokenOf(app)
    const first = await connect(app, token)
    const second = await connect(app)
    await second.call('access.signIn', { token })
    const third = await connect(app)
    const refusal = { code: 'rate_limited', retryAfterMs: expect.any(Number) as number }
    await expect(third.call('access.signIn', { token })).rejects.toMatchObject(refusal)
    await expect(connectWs(app.address, { token })).rejects.toMatchObject({ status: 429 })
    await connect(app, await tokenOf(app, 'another'))
    expect((await counted(app)).sockets).toBe(2)

    await first.close()
    await third.call('access.signIn', { token })
  })

  it('are so many for each address', async () => {
    const app = await start({ SOCKETS_PER_ADDRESS: '2' })
    const first = await connect(app)
    await connect(app, await tokenOf(app))
    await expect(connectWs(app.address, { token: await tokenOf(app) })).rejects.toMatchObject({
      status: 429,
    })
    await first.close()
    await connect(app, await tokenOf(app))
  })
})

describe('sizes', () => {
  it('of bodies and frames end at the limit that is set, and are counted', async () => {
    const app = await start({ MAX_REQUEST_KB: '512' })
    const token = await tokenOf(app)
    const post = (bytes: number, chunked: boolean, more: object) =>
      sendHttp(app.address, '/api/v1/sessions', {
        method: 'POST',
        body: JSON.stringify({ botId: 'x'.repeat(bytes) }),
        headers: {
          'content-type': 'application/json',
          ...(chunked && { 'transfer-encoding': 'chunked' }),
        },
        ...more,
      })
    for (const chunked of [false, true]) {
      expect((await post(500 * 1_024, chunked, { token })).status).toBe(400)
      const refused = await post(513 * 1_024, chunked, { token })
      expect(refused.status).toBe(413)
      expect(errorOf(refused)).toMatchObject({ code: 'too_large' })
    }
    const socket = await connect(app, token)
    await expect(socket.callAny('bots.get', { botId: 'x'.repeat(500 * 1_024) })).rejects.toThrow()
    expect(socket.socket.readyState).toBe(socket.socket.OPEN)
    socket.sendRaw(JSON.stringify({ id: 1, command: 'bots.get', input: 'x'.repeat(513 * 1_024) }))
    expect((await socket.closed).code).toBe(1009)
    expect((await counted(app)).sizes).toBe(3)
  })

  it('of a stranger’s body end at what a code needs', async () => {
    const app = await start()
    const answer = await sendHttp(app.address, '/api/v1/sign-in', {
      method: 'POST',
      json: { code: 'x'.repeat(20_000) },
    })
    expect(answer.status).toBe(413)
  })

  it('of pictures follow the setting', async () => {
    const app = await start()
    await app.call('settings.update', { maxPictureMb: 1 })
    expect((await app.call('attachments.limits', {})).maxBytes).toBe(1_048_576)
    const answer = await sendHttp(app.address, '/api/v1/attachments', {
      method: 'POST',
      token: await tokenOf(app),
      body: Buffer.alloc(1_048_577),
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(answer.status).toBe(413)
    expect(errorOf(answer).message).toContain('1 MB')
  })
})

it('tells the counters to owners only', async () => {
  const app = await start()
  const member = callerOf({ role: 'member', credential: null })
  await expect(app.controller.router.dispatch('limits.get', {}, member)).rejects.toMatchObject({
    code: 'forbidden',
  })
  await sendHttp(app.address, '/health', { host: 'evil.test' })
  await sendHttp(app.address, '/health', { origin: 'http://evil.test' })
  expect(await counted(app)).toMatchObject({ hosts: 1, origins: 1 })
})
