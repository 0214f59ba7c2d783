import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendBytes, sendHttp } from '@test/support/http-client'
import type { HttpAnswer } from '@test/support/http-client'
import { WsRefused, connectWs } from '@test/support/ws-client'
import { settingsWith, startScriptedServer } from './scripted-server'
import type { ScriptedServer } from './scripted-server'

const PAGE = '<!doctype html><title>Port 8000</title><meta name="description" content="Llama">'
const SCRIPT = 'export const answer = 42\n'

let root: string
let ui: string
let app: ScriptedServer
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'port8000-ui-'))
  ui = join(root, 'ui')
  mkdirSync(join(ui, 'assets'), { recursive: true })
  writeFileSync(join(root, 'secret.txt'), 'out of reach')
  writeFileSync(join(ui, 'index.html'), PAGE)
  writeFileSync(join(ui, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(ui, 'diagram.html'), PAGE)
  writeFileSync(join(ui, '.hidden'), 'out of reach')
  writeFileSync(join(ui, 'assets', 'index-Ab3_dEf9.js'), SCRIPT)
  app = await startScriptedServer(
    {
      'health.get': () => ({ status: 'ok' }),
      'bots.list': () => ({ bots: [] }),
      'bots.get': () => {
        throw new Error('a bug with a /secret/path in it')
      },
    },
    { uiDirectory: ui },
  )
})
afterAll(async () => {
  await app.close()
  rmSync(root, { recursive: true, force: true })
})

const KINDS: readonly (readonly [what: string, path: string, status: number])[] = [
  ['the page', '/', 200],
  ['a script', '/assets/index-Ab3_dEf9.js', 200],
  ['health', '/health', 200],
  ['an API answer', '/api/v1/bots', 200],
  ['an API refusal', '/api/v1/bots?unknown=', 200],
  ['an internal error', '/api/v1/bots/BOT-001', 500],
  ['the API document', '/api/v1/openapi.json', 200],
  ['a missing page', '/nothing', 404],
  ['a missing API address', '/api/v1/nothing', 404],
  ['a malformed address', '/%ff', 400],
]

describe('a foreign Host', () => {
  it.each(KINDS)('gets nothing: %s', async (_what, path) => {
    for (const host of [
      `evil.test:${app.port}`,
      `localhost.evil.test:${app.port}`,
      'localhost',
      `localhost.:${app.port}`,
    ]) {
      const answer = await sendHttp(app.address, path, { host, token: await app.token() })
      expect(answer.status, host).toBe(403)
      expect(answer.json()).toMatchObject({ error: { code: 'forbidden' } })
      expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
    }
  })

  it('gets no socket', async () => {
    const refused = connectWs(app.address, { host: `evil.test:${app.port}` })
    await expect(refused).rejects.toMatchObject({ status: 403 })
    await expect(refused).rejects.toBeInstanceOf(WsRefused)
  })

  it('includes none at all, and two at once', async () => {
    expect(await sendBytes(app.address, 'GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 403 /)
    expect(
      await sendBytes(app.address, 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n'),
    ).toMatch(/^HTTP\/1.1 403 /)
    const two = `GET /health HTTP/1.1\r\nHost: localhost:${app.port}\r\nHost: evil.test\r\nConnection: close\r\n\r\n`
    expect(await sendBytes(app.address, two)).toMatch(/^HTTP\/1.1 40[03] /)
  })
})

describe('a foreign Origin', () => {
  it.each(KINDS)('gets nothing: %s', async (_what, path) => {
    for (const origin of ['http://evil.test', 'null', `https://localhost:${app.port}`]) {
      expect(
        (await sendHttp(app.address, path, { origin, token: await app.token() })).status,
        origin,
      ).toBe(403)
    }
  })

  it.each(['POST', 'PATCH', 'DELETE', 'OPTIONS'])(
    'cannot %s, whatever its credential',
    async (method) => {
      const answer = await sendHttp(app.address, '/api/v1/bots', {
        method,
        origin: 'http://evil.test',
        cookie: await app.cookie(),
      })
      expect(answer.status).toBe(403)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    },
  )

  it('gets no socket, with a cookie or without', async () => {
    for (const cookie of [undefined, await app.cookie()]) {
      const options = { origin: 'http://evil.test', ...(cookie === undefined ? {} : { cookie }) }
      await expect(connectWs(app.address, options)).rejects.toMatchObject({ status: 403 })
    }
  })
})

describe('the own names', () => {
  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])(
    '%s reaches page, API, health and socket',
    async (name) => {
      const host = `${name}:${app.port}`
      const origin = `http://${host.toLowerCase()}`
      for (const path of ['/', '/api/v1/bots', '/health']) {
        expect(
          (await sendHttp(app.address, path, { host, origin, token: await app.token() })).status,
        ).toBe(200)
      }
      const client = await connectWs(app.address, { host, origin })
      expect(client.hello).toMatchObject({
        protocol: 1,
        app: 'port8000',
        version: '1.2.3',
        signedIn: false,
      })
      await client.close()
    },
  )

  it('may be more, where the controller was told so', async () => {
    const told = await startScriptedServer(
      { 'health.get': () => ({ status: 'ok' }) },
      { settings: settingsWith({ allowedHosts: ['bots.home:9000'] }) },
    )
    expect((await sendHttp(told.address, '/health', { host: 'bots.home:9000' })).status).toBe(200)
    expect((await sendHttp(told.address, '/health', { host: 'bots.home' })).status).toBe(403)
    await told.close()
  })
})

describe('every answer', () => {
  it.each(KINDS)('carries the security headers: %s', async (_what, path, status) => {
    const answer = await sendHttp(app.address, path, { token: await app.token() })
    expect(answer.status).toBe(status)
    expectSecurityHeaders(answer)
    expect(answer.headers['content-security-policy']).toContain(
      `connect-src 'self' ws://127.0.0.1:${app.port};`,
    )
  })

  it('carries them also where the request was no HTTP, or its headers too large', async () => {
    const malformed = await sendBytes(app.address, 'NONSENSE\r\n\r\n')
    expect(malformed).toMatch(/^HTTP\/1.1 400 /)
    expect(malformed).toContain('X-Content-Type-Options: nosniff')
    expect(malformed).toContain('"invalid_input"')
    const huge = await sendBytes(app.address, `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`)
    expect(huge).toMatch(/^HTTP\/1.1 413 /)
    expect(huge).toContain('Content-Security-Policy: ')
  })

  it('lets one page stand in a frame, of ours, where it belongs to no origin and loads nothing', async () => {
    const { headers } = await sendHttp(app.address, '/diagram.html')
    const policy = String(headers['content-security-policy']).split('; ')
    expect(policy).toContain('sandbox allow-scripts')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'self'")
    expect(headers['x-frame-options']).toBe('SAMEORIGIN')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('is kept by nobody, except what can never change', async () => {
    const token = await app.token()
    const caching = async (path: string): Promise<unknown> =>
      (await sendHttp(app.address, path, { token })).headers['cache-control']
    expect(await caching('/')).toBe('no-store')
    expect(await caching('/index.html')).toBe('no-store')
    expect(await caching('/api/v1/bots')).toBe('no-store')
    expect(await caching('/icon.svg')).toBe('no-cache')
    expect(await caching('/assets/index-Ab3_dEf9.js')).toBe('public, max-age=31536000, immutable')
  })

  it('says nothing of what broke inside, but logs it', async () => {
    const answer = await sendHttp(app.address, '/api/v1/bots/BOT-001', { token: await app.token() })
    expect(answer.status).toBe(500)
    expect(answer.json()).toMatchObject({ error: { code: 'internal' } })
    expect(answer.text).not.toContain('secret')
    expect(app.logged.at(-1)).toMatchObject({
      level: 'error',
      message: 'request failed',
      fields: {
        method: 'GET',
        route: '/api/v1/bots/:botId',
        error: new Error('a bug with a /secret/path in it'),
      },
    })
  })
})

describe('the pages', () => {
  it('are served with their type, for HEAD too, and not sent again where they are known', async () => {
    const page = await sendHttp(app.address, '/')
    expect(page.text).toBe(PAGE)
    expect(page.headers['content-type']).toMatch(/^text\/html/)
    const head = await sendHttp(app.address, '/', { method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
    const script = await sendHttp(app.address, '/assets/index-Ab3_dEf9.js')
    expect(script.text).toBe(SCRIPT)
    expect(script.headers['content-type']).toMatch(/javascript/)
    const known = await sendHttp(app.address, '/icon.svg')
    const etag = String(known.headers.etag)
    expect(
      (await sendHttp(app.address, '/icon.svg', { headers: { 'if-none-match': etag } })).status,
    ).toBe(304)
  })

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '//etc/passwd',
    '/%00',
    '/.hidden',
    '/assets',
    '/assets/',
  ])('do not lead out of their folder: %s', async (path) => {
    const answer = await sendHttp(app.address, path)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.text).not.toContain('out of reach')
    expect(answer.text).not.toContain(root)
  })

  it('say so where they are not built, in words that a check of the address finds', async () => {
    const bare = await startScriptedServer()
    const answer = await sendHttp(bare.address, '/')
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('not built')
    expect(answer.text).toContain('Llama')
    expectSecurityHeaders(answer)
    expect((await sendHttp(bare.address, '/index.html')).status).toBe(404)
    await bare.close()
  })

  it('answer what is missing as a page, and under /api as JSON', async () => {
    expect((await sendHttp(app.address, '/nothing')).headers['content-type']).toMatch(/^text\/html/)
    expect((await sendHttp(app.address, '/api/v1/nothing')).json()).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(
      (await sendHttp(app.address, '/nothing', { method: 'POST', json: {} })).json(),
    ).toMatchObject({ error: { code: 'not_found' } })
    expect(
      (await sendHttp(app.address, '/api/v1/models', { method: 'POST', json: {} })).status,
    ).toBe(404)
  })
})

function expectSecurityHeaders({ headers }: HttpAnswer): void {
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(headers['permissions-policy']).toContain('camera=()')
  const policy = String(headers['content-security-policy'])
  for (const rule of [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]) {
    expect(policy.split('; ')).toContain(rule)
  }
  expect(policy).not.toContain('unsafe')
}
