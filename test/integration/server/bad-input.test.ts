import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import { sendHttp } from '@test/support/http-client'
import type { HttpAnswer, HttpOptions } from '@test/support/http-client'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'

let app: TestApp
let token: string
let sessionId: string
beforeAll(async () => {
  app = await startTestApp({ engines: { ollama: new ScriptedEngine() } })
  token = (await app.controller.access.createToken('a script', 'owner')).secret
  sessionId = (await launchBot(app)).sessionId
})
afterAll(async () => {
  expect(app.logged.filter(({ level }) => level === 'error')).toEqual([])
  await app.close()
})

const send = (path: string, options: HttpOptions = {}): Promise<HttpAnswer> =>
  sendHttp(app.address, path, { token, ...options })
const messagesPath = (): string => `/api/v1/sessions/${sessionId}/messages`
const JSON_TYPE = { 'content-type': 'application/json' }

async function expectInvalid(answer: Promise<HttpAnswer>, hint: RegExp): Promise<void> {
  const received = await answer
  expect(received.status, received.text).toBe(400)
  expect(received.json()).toMatchObject({ error: { code: 'invalid_input' } })
  expect(received.text).toMatch(hint)
}

describe('over HTTP', () => {
  it.each(['{', '{"name": }', 'name=x', '[1,', '"', '\u0000', '{"a":1}}'])(
    'refuses %j as JSON',
    async (body) => {
      await expectInvalid(
        send('/api/v1/bots', { method: 'POST', body, headers: JSON_TYPE }),
        /JSON/,
      )
    },
  )

  it('refuses bytes that are no text', async () => {
    const body = Buffer.from([0x7b, 0x22, 0x61, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])
    await expectInvalid(send('/api/v1/bots', { method: 'POST', body, headers: JSON_TYPE }), /UTF-8/)
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/xml',
  ])('refuses a body of type %s', async (type) => {
    const headers = { 'content-type': type }
    await expectInvalid(
      send('/api/v1/bots', { method: 'POST', body: '{"name":"x"}', headers }),
      /JSON/,
    )
  })

  it.each([[[]], ['text'], [7], [null], [true]])(
    'refuses %j in place of an object',
    async (json) => {
      await expectInvalid(send('/api/v1/bots', { method: 'POST', json }), /object/)
    },
  )

  it.each([
    [{}, /name/],
    [{ name: 7 }, /name/],
    [{ name: '' }, /name/],
    [{ name: 'x', temperature: '0.7' }, /temperature/],
    [{ name: 'x', temperature: 3 }, /temperature/],
    [{ name: 'x', maxTokens: 1.5 }, /maxTokens/],
    [{ name: 'x', id: 'bot-001' }, /capital letters/],
    [{ name: 'x', id: '../../x' }, /capital letters/],
    [{ name: 'x', color: 'plaid' }, /color/],
    [{ name: 'x', unknown: 1 }, /unknown/],
    [{ name: 'x', constructor: { prototype: { polluted: true } } }, /malformed|constructor/],
  ])('refuses the bot %j', async (json, hint) => {
    await expectInvalid(send('/api/v1/bots', { method: 'POST', json }), hint)
  })

  it('refuses a body that reaches for a prototype', async () => {
    const body = '{"name": "x", "__proto__": {"polluted": true}}'
    await expectInvalid(
      send('/api/v1/bots', { method: 'POST', body, headers: JSON_TYPE }),
      /malformed|__proto__/,
    )
    expect({}).not.toHaveProperty('polluted')
  })

  it.each([
    'limit=-1',
    'limit=0',
    'limit=201',
    'limit=abc',
    'limit=',
    'limit=1.5',
    'limit=1&limit=2',
    'before=0',
    'after=-1',
    'limit=99999999999999999999',
  ])('refuses a page with ?%s', async (query) => {
    await expectInvalid(send(`${messagesPath()}?${query}`), /limit|before|after/)
  })

  it('refuses what it does not know in a query, or a query where it takes none', async () => {
    await expectInvalid(send('/api/v1/bots?unknown=1'), /unknown/)
    await expectInvalid(
      send(messagesPath(), { method: 'POST', json: { text: 'x' } }).then(() =>
        send(`${messagesPath()}?text=y`, { method: 'POST', json: {} }),
      ),
      /query/,
    )
    await expectInvalid(send('/api/v1/sessions?before.id=x'), /before/)
  })

  it.each([
    '..',
    '%2e%2e',
    '..%2f..%2fetc%2fpasswd',
    '%2fetc%2fpasswd',
    'BOT-001%00',
    'bot',
    'x'.repeat(90),
    '%F0%9F%92%A3',
    'C:%5CWindows',
  ])('refuses %s as the id of a bot or of a session', async (id) => {
    for (const path of [`/api/v1/bots/${id}/status`, `/api/v1/sessions/${id}/messages`]) {
      const answer = await send(path)
      expect([400, 404], path).toContain(answer.status)
      expect(answer.text).not.toMatch(/root:|\/etc|node_modules/)
    }
  })

  it('says not found for ids of other things', async () => {
    const headers = { accept: 'text/event-stream' }
    await send(messagesPath(), { method: 'POST', json: { text: 'Hello?' }, headers })
    const page = (await send(messagesPath())).json() as { messages: { id: string }[] }
    const messageId = page.messages[0]?.id ?? ''
    expect(messageId).toHaveLength(36)
    expect((await send(`/api/v1/sessions/${messageId}`)).status).toBe(404)
    expect((await send('/api/v1/bots/NO-SUCH-BOT')).status).toBe(404)
    expect(
      (await send(`/api/v1/sessions/${sessionId}/messages/${sessionId}/retry`, { method: 'POST' }))
        .status,
    ).toBe(404)
    expect((await send(`/api/v1/access/tokens/${sessionId}`, { method: 'DELETE' })).status).toBe(
      404,
    )
  })

  it('refuses a body over 1 MB, and a message over 64 KB, as too large', async () => {
    for (const text of ['x'.repeat(2_000_000), 'x'.repeat(65_537)]) {
      const answer = await send(messagesPath(), { method: 'POST', json: { text } }).catch(
        (error: unknown) => error,
      )
      // The larger one is cut off while it is still being sent, which a client may see as a broken pipe.
      if (answer instanceof Error) expect(text.length).toBe(2_000_000)
      else expect(answer).toMatchObject({ status: 413 })
    }
  })

  it('keeps every text exactly: 64 KB, control characters, emoji, right-to-left, combining marks', async () => {
    const { session } = await app.call('sessions.create', {
      botId: (await app.call('sessions.get', { sessionId })).session.botId,
    })
    const path = `/api/v1/sessions/${session.id}/messages`
    const texts = [
      'x'.repeat(65_536),
      'a\u0000b\u0007\u001b[31m\u2028\u2029\r\n\tc',
      '👩‍👩‍👧‍👦 \u202eevil\u202c שלום مرحبا e\u0301',
      '<img src=x onerror=alert(1)> {"a":1}',
    ]
    for (const text of texts) {
      const sent = await send(path, {
        method: 'POST',
        json: { text },
        headers: { accept: 'text/event-stream' },
      })
      expect(sent.text).toContain('event: turn.ended')
    }
    const page = (await send(path)).json() as { messages: { author: string; text: string }[] }
    expect(
      page.messages.filter(({ author }) => author === 'person').map(({ text }) => text),
    ).toEqual(texts)
  })

  it('takes an empty body for none, whatever its type says', async () => {
    const answer = await send(`/api/v1/sessions/${sessionId}/turns/stop`, {
      method: 'POST',
      headers: JSON_TYPE,
    })
    expect([answer.status, answer.json()]).toEqual([200, { stopped: false }])
  })
})

describe('over a socket', () => {
  const open = (): Promise<WsClient> => connectWs(app.address, { token })

  it.each([
    '{',
    '',
    'hello',
    'null',
    '[]',
    '7',
    '{}',
    '{"id":1}',
    '{"command":"bots.list"}',
    '{"id":-1,"command":"bots.list"}',
    '{"id":"1","command":"bots.list"}',
    '{"id":1.5,"command":"bots.list"}',
    '{"id":1,"command":7}',
    '{"id":1,"command":""}',
    '{"id":1,"command":"bots.list","more":1}',
  ])('closes with 1008 after the frame %j', async (frame) => {
    const client = await open()
    client.sendRaw(frame)
    expect((await client.closed).code).toBe(1008)
  })

  it('closes with 1008 after a binary frame, though it holds a request', async () => {
    const client = await open()
    client.sendRaw(Buffer.from('{"id":1,"command":"bots.list"}'))
    expect((await client.closed).code).toBe(1008)
  })

  it('closes with 1009 after a frame of 2 MB', async () => {
    const client = await open()
    client.sendRaw(JSON.stringify({ id: 1, command: 'bots.list', input: 'x'.repeat(2_000_000) }))
    expect((await client.closed).code).toBe(1009)
  })

  it.each([
    ['no.such', {}, 'not_found'],
    ['toString', {}, 'not_found'],
    ['__proto__', {}, 'not_found'],
    ['bots.list', { unknown: 1 }, 'invalid_input'],
    ['bots.list', 'text', 'invalid_input'],
    ['bots.get', { botId: '../../etc/passwd' }, 'invalid_input'],
    ['bots.get', { botId: 7 }, 'invalid_input'],
    ['messages.list', { sessionId: 'x' }, 'invalid_input'],
    ['sessions.list', { limit: -1 }, 'invalid_input'],
  ])('answers %s with %j by %s, and goes on', async (command, input, code) => {
    const client = await open()
    await expect(client.callAny(command, input)).rejects.toMatchObject({ name: 'AppError', code })
    expect(await client.call('bots.list', {})).toHaveProperty('bots')
    await client.close()
  })

  it('answers everything but signing in with unauthenticated, until signed in', async () => {
    const client = await connectWs(app.address)
    expect(client.hello.signedIn).toBe(false)
    for (const command of ['bots.list', 'overview.watch', 'messages.send', 'access.createToken']) {
      await expect(client.callAny(command, {})).rejects.toMatchObject({ code: 'unauthenticated' })
    }
    await expect(client.call('access.signIn', { token: 'wrong' })).rejects.toBeInstanceOf(AppError)
    expect(await client.call('access.signIn', { token })).toEqual({ role: 'owner' })
    expect(await client.call('bots.list', {})).toHaveProperty('bots')
    await client.close()
  })

  it('refuses what a role may not do, on either door', async () => {
    const viewer = (await app.controller.access.createToken('a viewer', 'viewer')).secret
    const client = await connectWs(app.address, { token: viewer })
    await expect(client.call('bots.create', { name: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(
      (await send('/api/v1/bots', { method: 'POST', json: { name: 'x' }, token: viewer })).status,
    ).toBe(403)
    await client.close()
  })

  it('keeps answering others while one sends nonsense', async () => {
    const good = await open()
    const bad = await Promise.all(Array.from({ length: 20 }, open))
    for (const client of bad) client.sendRaw('nonsense')
    await Promise.all(bad.map(({ closed }) => closed))
    expect(await good.call('bots.list', {})).toHaveProperty('bots')
    await good.close()
  })
})
