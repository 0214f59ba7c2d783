import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommandHandlers } from '@main/core/commands/command-router'
import { CommandRouter } from '@main/core/commands/command-router'
import { routes } from '@main/server/routes'
import { commands } from '@shared/contract/commands'
import type { CommandName } from '@shared/contract/commands'
import { ACCESS_LEVELS } from '@shared/model/access'
import type { AccessLevel, Role } from '@shared/model/access'
import { sendHttp } from '@test/support/http-client'
import { WsRefused, connectWs } from '@test/support/ws-client'
import { settingsWith, startScriptedServer } from './scripted-server'
import type { ScriptedServer } from './scripted-server'
import { ONLY_OWNER } from '@test/support/first-person'

// Everything here comes from the tables of commands and routes: a new one is tried by itself.

const NAMES = Object.keys(commands) as readonly CommandName[]
const GUEST = 'https://notes.example'
const PROXIED = 'https://bots.home'

interface Door {
  readonly method: string
  readonly path: string
  readonly command: CommandName
}
/** Those of the table, and those that carry files and end in a command too. */
const DOORS: readonly Door[] = [
  ...routes,
  { method: 'POST', path: '/api/v1/attachments', command: 'attachments.limits' },
  { method: 'GET', path: '/api/v1/attachments/:hash', command: 'attachments.get' },
  { method: 'PUT', path: '/api/v1/imports/:importId/file', command: 'imports.get' },
]

interface Credential {
  readonly name: string
  /** Who it makes of a caller; null where it is not good. */
  readonly role: Role | null
  readonly isCookie: boolean
  readonly headers: Readonly<Record<string, string>>
}

/** Which commands got through to their handlers since it was last emptied. */
const reached: string[] = []
const handlers = Object.fromEntries(
  NAMES.map((name) => [name, () => Promise.resolve(reached.push(name) > 0 ? {} : null)]),
)
// Each answers as little as it can: the test is about who gets that far.
const router = new CommandRouter(handlers as unknown as CommandHandlers, {
  people: ONLY_OWNER,
  guard: { check: (_name, input) => input },
})

async function credentialsOf(app: ScriptedServer): Promise<readonly Credential[]> {
  const byToken = (name: string, role: Role | null, secret: string): Credential[] => [
    { name, role, isCookie: false, headers: { authorization: `Bearer ${secret}` } },
    { name: `${name} as x-api-key`, role, isCookie: false, headers: { 'x-api-key': secret } },
  ]
  const revoked = await app.access.createToken('revoked', 'owner')
  await app.access.revokeToken(revoked.token.id)
  const cookie = await app.cookie()
  return [
    { name: 'none', role: null, isCookie: false, headers: {} },
    ...byToken('an owner’s token', 'owner', await app.token('owner')),
    ...byToken('a member’s token', 'member', await app.token('member')),
    ...byToken('a viewer’s token', 'viewer', await app.token('viewer')),
    ...byToken('a revoked token', null, revoked.secret),
    ...byToken('no token at all', null, ''),
    { name: 'a cookie', role: 'owner', isCookie: true, headers: { cookie } },
    {
      name: 'a cookie beside a wrong token',
      role: null,
      isCookie: false,
      headers: { cookie, authorization: 'Bearer guessed' },
    },
  ]
}

function namesOf(app: ScriptedServer) {
  const { port } = app
  return {
    own: [
      new URL(app.address).host,
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `[::1]:${port}`,
      'bots.home',
    ],
    foreign: [
      `evil.test:${port}`,
      `localhost.evil.test:${port}`,
      `127.0.0.1.nip.io:${port}`,
      `localhost.:${port}`,
      `localhost:${port + 1}`,
      `0.0.0.0:${port}`,
      'localhost',
      `bots.home:${port}`,
    ],
    ownOrigins: [app.origin, PROXIED],
    foreignOrigins: [
      'null',
      'http://evil.test',
      `http://localhost:${port + 1}`,
      `https://localhost:${port}`,
      `http://localhost.evil.test:${port}`,
      'http://bots.home',
      'http://notes.example',
    ],
  }
}

/** What anybody may, who is nobody. */
function mayCall(access: AccessLevel, role: Role | null): boolean {
  return ACCESS_LEVELS.indexOf(role ?? 'public') >= ACCESS_LEVELS.indexOf(access)
}

function roleBy(credential: Credential, door: Door, origin: string | null, own: readonly string[]) {
  if (!credential.isCookie) return credential.role
  const isRead = door.method === 'GET'
  const counts = origin === null ? isRead : own.includes(origin)
  return counts ? credential.role : null
}

async function ask(app: ScriptedServer, door: Door, headers: Readonly<Record<string, string>>) {
  reached.length = 0
  const hasBody = door.method !== 'GET'
  const answer = await sendHttp(app.address, door.path.replaceAll(/:\w+/g, 'x'), {
    method: door.method,
    headers: {
      ...(hasBody && { 'content-type': 'application/json', 'content-length': '2' }),
      ...headers,
    },
    ...(hasBody && { body: '{}' }),
  })
  return { status: answer.status, reached: [...reached], headers: answer.headers }
}

/** `0.0.0.0` is asked by the machine's outer address, where it has one. */
const BINDINGS = ['127.0.0.1', '::1', '0.0.0.0'] as const

describe.each(BINDINGS)('bound to %s', (host) => {
  let app: ScriptedServer
  let credentials: readonly Credential[]
  let owner: Credential
  beforeAll(async () => {
    const settings = settingsWith({ allowedHosts: [PROXIED], allowedOrigins: [GUEST] })
    app = await startScriptedServer({}, { router, settings }, { host, port: 0 })
    credentials = await credentialsOf(app)
    owner = credentials.find(({ role }) => role === 'owner') ?? fail()
  })
  afterAll(() => app.close())

  it('a request for a foreign name reaches nothing, whatever its credential', async () => {
    for (const foreign of namesOf(app).foreign) {
      for (const door of DOORS) {
        const answer = await ask(app, door, { host: foreign, ...owner.headers })
        const what = `${foreign} ${door.method} ${door.path}`
        expect([what, answer.status, answer.reached]).toEqual([what, 403, []])
      }
    }
  })

  it('a request of a foreign page reaches nothing, whatever its credential', async () => {
    for (const origin of namesOf(app).foreignOrigins) {
      for (const door of DOORS) {
        const answer = await ask(app, door, { origin, ...owner.headers })
        const what = `${origin} ${door.method} ${door.path}`
        expect([what, answer.status, answer.reached]).toEqual([what, 403, []])
        expect(answer.headers['access-control-allow-origin'], what).toBeUndefined()
      }
    }
  })

  it('a request for an own name, of an own page or a guest or none, reaches what its credential allows and no more', async () => {
    const { own, ownOrigins } = namesOf(app)
    let passed = 0
    for (const credential of credentials) {
      for (const origin of [null, GUEST, ...ownOrigins]) {
        for (const [index, door] of DOORS.entries()) {
          const name = own[index % own.length] ?? ''
          const answer = await ask(app, door, {
            host: name,
            ...(origin !== null && { origin }),
            ...credential.headers,
          })
          const role = roleBy(credential, door, origin, ownOrigins)
          const { access } = commands[door.command]
          const what = `${credential.name}, ${name}, ${String(origin)}: ${door.method} ${door.path}`
          if (mayCall(access, role)) {
            expect([401, 403, 429, 500], `${what} ${answer.status}`).not.toContain(answer.status)
            passed += 1
          } else {
            const expected = role === null ? 401 : 403
            expect([what, answer.status, answer.reached]).toEqual([what, expected, []])
          }
          const readable = answer.headers['access-control-allow-origin']
          expect(readable, what).toBe(origin === GUEST ? GUEST : undefined)
          expect(answer.headers['access-control-allow-credentials'], what).toBeUndefined()
        }
      }
    }
    expect(passed).toBeGreaterThan(DOORS.length)
  }, 120_000)

  it('a socket opens for own names and for own pages, guests and none, and for nobody else', async () => {
    const { own, foreign, ownOrigins, foreignOrigins } = namesOf(app)
    for (const name of [...own, ...foreign]) {
      for (const origin of [undefined, GUEST, ...ownOrigins, ...foreignOrigins]) {
        for (const { headers } of [owner, ...credentials.filter(({ isCookie }) => isCookie)]) {
          const opened = await connectWs(app.address, {
            host: name,
            ...(origin !== undefined && { origin }),
            headers,
          }).then(
            (client) => client.close().then(() => 101),
            (error: unknown) => (error instanceof WsRefused ? error.status : 0),
          )
          const may =
            own.includes(name) && (origin === undefined || !foreignOrigins.includes(origin))
          expect([name, origin, opened]).toEqual([name, origin, may ? 101 : 403])
        }
      }
    }
  }, 60_000)

  it('a frame reaches what its credential allows and no more', async () => {
    const { ownOrigins } = namesOf(app)
    for (const credential of credentials) {
      for (const origin of [undefined, GUEST, ownOrigins[0]]) {
        const client = await connectWs(app.address, {
          ...(origin !== undefined && { origin }),
          headers: credential.headers,
        })
        const socketDoor = { method: 'GET upgrade', path: '/ws', command: NAMES[0] ?? fail() }
        const role = roleBy(credential, socketDoor, origin ?? null, ownOrigins)
        expect([credential.name, origin, client.hello.signedIn]).toEqual([
          ...[credential.name, origin, role !== null],
        ])
        for (const name of NAMES) {
          reached.length = 0
          const code = await client.callAny(name, {}).then(
            () => 'ok',
            (error: unknown) => (error as { code: string }).code,
          )
          const what = `${credential.name}, ${String(origin)}: ${name}`
          if (mayCall(commands[name].access, role)) {
            expect(['ok', 'invalid_input'], `${what} ${code}`).toContain(code)
          } else {
            const expected = role === null ? 'unauthenticated' : 'forbidden'
            expect([what, code, reached]).toEqual([what, expected, []])
          }
        }
        await client.close()
      }
    }
  }, 60_000)
})

describe('a page that the owner lets ask', () => {
  let app: ScriptedServer
  beforeAll(async () => {
    const settings = settingsWith({ allowedOrigins: [GUEST, 'chrome-extension://abcdefgh'] })
    app = await startScriptedServer({}, { router, settings })
  })
  afterAll(() => app.close())

  it('is told in advance what it may, without a credential, and nobody else is', async () => {
    const preflight = (origin: string) =>
      sendHttp(app.address, '/api/v1/bots', {
        method: 'OPTIONS',
        origin,
        headers: { 'access-control-request-method': 'POST' },
      })
    for (const origin of [GUEST, 'chrome-extension://abcdefgh']) {
      const answer = await preflight(origin)
      expect(answer.status).toBe(204)
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-headers': expect.stringContaining('authorization') as string,
        vary: 'Origin',
      })
    }
    for (const origin of ['https://evil.test', 'chrome-extension://other', app.origin])
      expect((await preflight(origin)).headers['access-control-allow-origin']).toBeUndefined()
  })

  it('reads what it may not have, too: a refusal has the same headers', async () => {
    const answer = await sendHttp(app.address, '/api/v1/bots', { origin: GUEST })
    expect(answer.status).toBe(401)
    expect(answer.headers['access-control-allow-origin']).toBe(GUEST)
    expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin')
  })

  it('costs nobody else anything: our own pages get no such header', async () => {
    const answer = await sendHttp(app.address, '/api/v1/bots', { origin: app.origin })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
  })
})

function fail(): never {
  throw new Error('The table has nothing to test with.')
}
