import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendHttp } from '@test/support/http-client'
import type { HttpAnswer } from '@test/support/http-client'
import { connectWs } from '@test/support/ws-client'
import { startScriptedServer } from './scripted-server'
import type { ScriptedServer } from './scripted-server'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

let app: ScriptedServer
beforeEach(async () => {
  app = await startScriptedServer({
    'bots.list': (_input, { identity }) => ({ role: identity?.role }),
    'bots.create': (_input, { identity }) => ({ role: identity?.role }),
    'access.signIn': async (input, caller) => {
      const { token } = input as { token: string }
      const identity = await app.access.identifyToken(token)
      if (identity) caller.signIn(identity)
      return { role: identity?.role ?? null }
    },
    whoami: (_input, { identity }) => ({ role: identity?.role ?? null }),
  })
})
afterEach(() => app.close())

const signIn = (code: string, options: object = {}): Promise<HttpAnswer> =>
  sendHttp(app.address, '/api/v1/sign-in', {
    method: 'POST',
    json: { code },
    origin: app.origin,
    ...options,
  })

describe('a one-time link', () => {
  it('trades its code for a cookie that scripts and other sites cannot use', async () => {
    const { code } = await app.access.createLink('member')
    const answer = await signIn(code, { headers: { 'user-agent': FIREFOX } })
    expect([answer.status, answer.json()]).toEqual([200, { role: 'member' }])
    const [name, ...flags] = setCookieOf(answer).split('; ')
    expect(name).toMatch(new RegExp(`^port8000_${app.port}=p8d_[\\w-]{43}$`))
    expect(flags.sort()).toEqual(['HttpOnly', 'Max-Age=15552000', 'Path=/', 'SameSite=Strict'])
    expect(await app.access.listDevices()).toMatchObject([
      { name: 'Firefox on Linux', role: 'member' },
    ])

    const asBrowser = await sendHttp(app.address, '/api/v1/bots', { cookie: name ?? '' })
    expect(asBrowser.json()).toEqual({ role: 'member' })
  })

  it('is good once', async () => {
    const { code } = await app.access.createLink('owner')
    expect((await signIn(code)).status).toBe(200)
    expectRefused(await signIn(code))
  })

  it('is good for one of many that come at the same time', async () => {
    const { code } = await app.access.createLink('owner')
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn(code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(401)])
  })

  it('is good for 3 minutes', async () => {
    const { code } = await app.access.createLink('owner')
    app.advance(3 * 60_000)
    expectRefused(await signIn(code))
  })

  it('is refused where its code is wrong', async () => {
    expectRefused(await signIn('wrong'))
  })

  it.each([
    [{}],
    [{ code: 7 }],
    [{ code: '' }],
    [{ code: 'x', more: 1 }],
    [[]],
    ['code'],
    [{ code: 'x'.repeat(201) }],
  ])('is refused where the body is %j', async (json) => {
    const answer = await sendHttp(app.address, '/api/v1/sign-in', { method: 'POST', json })
    expect(answer.status).toBe(400)
    expect(answer.json()).toMatchObject({ error: { code: 'invalid_input' } })
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('cannot be used by a page of another site', async () => {
    const { code } = await app.access.createLink('owner')
    expect((await signIn(code, { origin: 'http://evil.test' })).status).toBe(403)
    expect((await signIn(code)).status).toBe(200)
  })
})

describe('a cookie', () => {
  it('signs nothing in that does not say which page asks, but for reading', async () => {
    const cookie = await app.cookie()
    const create = (origin?: string): Promise<HttpAnswer> =>
      sendHttp(app.address, '/api/v1/bots', {
        method: 'POST',
        cookie,
        json: {},
        ...(origin === undefined ? {} : { origin }),
      })
    expect((await sendHttp(app.address, '/api/v1/bots', { cookie })).status).toBe(200)
    expect((await create()).status).toBe(401)
    expect((await create(app.origin)).status).toBe(201)
  })

  it('signs a socket in only where the socket says which page asks', async () => {
    const cookie = await app.cookie()
    const [page, script] = await Promise.all([
      connectWs(app.address, { cookie, origin: app.origin }),
      connectWs(app.address, { cookie }),
    ])
    expect(page.hello.signedIn).toBe(true)
    expect(await page.callAny('whoami', {})).toEqual({ role: 'owner' })
    expect(script.hello.signedIn).toBe(false)
    expect(await script.callAny('whoami', {})).toEqual({ role: null })
    await Promise.all([page.close(), script.close()])
  })

  it('of another controller on this machine is not ours', async () => {
    const secret = (await app.cookie()).split('=')[1] ?? ''
    expect(
      (await sendHttp(app.address, '/api/v1/bots', { cookie: `port8000_1=${secret}` })).status,
    ).toBe(401)
  })

  it('is found among others, whatever they look like', async () => {
    const cookie = `a=b; =; broken; port8000_1=%E0%A4%A; ${await app.cookie()}; z="quoted; text"`
    expect((await sendHttp(app.address, '/api/v1/bots', { cookie })).status).toBe(200)
  })

  it('is gone after signing out, and its sockets with it', async () => {
    const cookie = await app.cookie()
    const socket = await connectWs(app.address, { cookie, origin: app.origin })
    const out = await sendHttp(app.address, '/api/v1/sign-out', {
      method: 'POST',
      cookie,
      origin: app.origin,
    })
    expect([out.status, out.text]).toEqual([204, ''])
    expect(setCookieOf(out)).toMatch(
      new RegExp(`^port8000_${app.port}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict$`),
    )
    expect((await sendHttp(app.address, '/api/v1/bots', { cookie })).status).toBe(401)
    expect(await socket.closed).toMatchObject({ code: 4401 })
  })

  it('cannot be dropped by a page of another site, or without one', async () => {
    const cookie = await app.cookie()
    const out = (origin?: string): Promise<HttpAnswer> =>
      sendHttp(app.address, '/api/v1/sign-out', {
        method: 'POST',
        cookie,
        ...(origin === undefined ? {} : { origin }),
      })
    expect((await out('http://evil.test')).status).toBe(403)
    expect((await out()).status).toBe(401)
    expect((await sendHttp(app.address, '/api/v1/bots', { cookie })).status).toBe(200)
  })
})

describe('a token', () => {
  it.each(['Bearer', 'bearer', 'BEARER'])('comes as "%s …" or as x-api-key', async (scheme) => {
    const token = await app.token('viewer')
    for (const headers of [{ authorization: `${scheme} ${token}` }, { 'x-api-key': token }]) {
      const answer = await sendHttp(app.address, '/api/v1/bots', { headers })
      expect(answer.json()).toEqual({ role: 'viewer' })
      const socket = await connectWs(app.address, { headers })
      expect(socket.hello.signedIn).toBe(true)
      await socket.close()
    }
  })

  it('that is wrong is not saved by a cookie that is right', async () => {
    const cookie = await app.cookie()
    for (const headers of [
      { authorization: 'Bearer wrong' },
      { authorization: 'Bearer ' },
      { 'x-api-key': 'wrong' },
    ]) {
      const answer = await sendHttp(app.address, '/api/v1/bots', { cookie, headers })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })

  it('in the address is none', async () => {
    const token = await app.token()
    expect((await sendHttp(app.address, `/api/v1/bots?token=${token}`)).status).toBe(401)
    const socket = await connectWs(`${app.address}/ws?token=${token}`)
    expect(socket.hello.signedIn).toBe(false)
    await socket.close()
  })

  it('signs a socket in with its first frame, until it is revoked', async () => {
    const { token, secret } = await app.access.createToken('a script', 'member')
    const socket = await connectWs(app.address)
    expect(await socket.callAny('whoami', {})).toEqual({ role: null })
    expect(await socket.callAny('access.signIn', { token: secret })).toEqual({ role: 'member' })
    expect(await socket.callAny('whoami', {})).toEqual({ role: 'member' })
    await app.access.revokeToken(token.id)
    expect(await socket.closed).toMatchObject({ code: 4401 })
  })

  it('that is revoked closes its own sockets and no others', async () => {
    const { token, secret } = await app.access.createToken('one', 'member')
    const revoked = await connectWs(app.address, { token: secret })
    const kept = await connectWs(app.address, { token: await app.token() })
    await app.access.revokeToken(token.id)
    expect((await revoked.closed).code).toBe(4401)
    expect(await kept.callAny('whoami', {})).toEqual({ role: 'owner' })
    await kept.close()
  })
})

describe('a stranger', () => {
  it('is turned away before the body is read', async () => {
    const answer = await sendHttp(app.address, '/api/v1/bots', {
      method: 'POST',
      body: '{ not JSON',
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.status).toBe(401)
    expect(answer.json()).toMatchObject({ error: { code: 'unauthenticated' } })
  })
})

function expectRefused(answer: HttpAnswer): void {
  expect(answer.status).toBe(401)
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(answer.json()).toMatchObject({ error: { code: 'unauthenticated' } })
  expect(answer.text).toMatch(/make a new one/i)
}

function setCookieOf({ headers }: HttpAnswer): string {
  return headers['set-cookie']?.[0] ?? ''
}
