import { describe, expect, it } from 'vitest'
import { createAccessPolicy, mayUseCookie, refusalOf } from '@main/server/access-policy'
import type { AccessPolicy, AccessPolicyOptions } from '@main/server/access-policy'

function policyFor(port: number, more: Partial<AccessPolicyOptions> = {}): AccessPolicy {
  const places = [{ host: '127.0.0.1', port }]
  return createAccessPolicy({ places, allowedHosts: [], allowedOrigins: [], ...more })
}

const policy = policyFor(8000)

describe('whose Host and Origin may come in', () => {
  const ours = ['localhost:8000', '127.0.0.1:8000', '[::1]:8000', 'LocalHost:8000']
  const foreign = [
    undefined,
    '',
    'localhost',
    '127.0.0.1',
    '[::1]',
    'localhost:8001',
    '127.0.0.1:80',
    'localhost.:8000',
    'evil.test:8000',
    'localhost.evil.test:8000',
    'evil-localhost:8000',
    '127.0.0.1.nip.io:8000',
    '127.0.0.2:8000',
    '0.0.0.0:8000',
    '[::]:8000',
    'localhost:8000, evil.test',
    'localhost:8000@evil.test',
    'user@localhost:8000',
  ]
  const ownOrigins = [
    undefined,
    'http://localhost:8000',
    'http://127.0.0.1:8000',
    'http://[::1]:8000',
  ]
  const foreignOrigins = [
    '',
    'null',
    'http://localhost',
    'http://localhost:8001',
    'https://localhost:8000',
    'http://evil.test',
    'http://evil.test:8000',
    'http://localhost.evil.test:8000',
    'http://localhost:8000.evil.test',
    'http://localhost:8000/path',
    'app://port8000',
    'file://',
  ]

  it.each(ours.flatMap((host) => ownOrigins.map((origin) => [host, origin] as const)))(
    'lets %s with origin %s in',
    (host, origin) => {
      expect(refusalOf(policy, headersOf(host, origin))).toBeNull()
    },
  )

  it.each(ours.flatMap((host) => foreignOrigins.map((origin) => [host, origin] as const)))(
    'turns %s with origin %s away for its origin',
    (host, origin) => {
      expect(refusalOf(policy, headersOf(host, origin))).toBe('origin')
    },
  )

  it.each(
    foreign.flatMap((host) =>
      [...ownOrigins, ...foreignOrigins].map((origin) => [host, origin] as const),
    ),
  )('turns host %s with origin %s away for its host', (host, origin) => {
    expect(refusalOf(policy, headersOf(host, origin))).toBe('host')
  })

  it('takes a name without a port only on the default port', () => {
    const onDefaultPort = policyFor(80)
    expect(refusalOf(onDefaultPort, { host: 'localhost' })).toBeNull()
    expect(
      refusalOf(onDefaultPort, { host: 'localhost:80', origin: 'http://localhost' }),
    ).toBeNull()
    expect(refusalOf(onDefaultPort, { host: 'localhost:8000' })).toBe('host')
  })

  it('takes the names it was told to, and the address it is bound to', () => {
    const told = policyFor(8123, {
      places: [{ host: '127.0.0.9', port: 8123 }],
      allowedHosts: ['Bots.Home', 'localhost:9000'],
    })
    for (const host of ['bots.home:8123', 'localhost:9000', '127.0.0.9:8123']) {
      expect(refusalOf(told, { host, origin: `http://${host}` })).toBeNull()
    }
    expect(refusalOf(told, { host: 'bots.home:9000' })).toBe('host')
  })
})

describe('names that a proxy speaks for', () => {
  it('are taken with their scheme, and only so', () => {
    const proxied = policyFor(8000, { allowedHosts: ['https://bots.home'] })
    for (const host of ['bots.home', 'bots.home:443'])
      expect(refusalOf(proxied, { host, origin: 'https://bots.home' })).toBeNull()
    expect(refusalOf(proxied, { host: 'bots.home', origin: 'http://bots.home' })).toBe('origin')
    expect(refusalOf(proxied, { host: 'bots.home:8000' })).toBe('host')
    expect(refusalOf(proxied, { host: 'bots.home:80' })).toBe('host')
  })
})

describe('a page of another site', () => {
  const told = policyFor(8000, { allowedOrigins: ['https://Notes.example'] })

  it('comes in where the owner named its origin, and no other does', () => {
    expect(refusalOf(told, headersOf('localhost:8000', 'https://notes.example'))).toBeNull()
    for (const origin of [
      'http://notes.example',
      'https://notes.example:444',
      'https://a.notes.example',
      'null',
    ])
      expect(refusalOf(told, headersOf('localhost:8000', origin)), origin).toBe('origin')
    expect(refusalOf(told, headersOf('notes.example', 'https://notes.example'))).toBe('host')
  })

  it('never signs in with a cookie', () => {
    for (const method of ['GET', 'POST']) {
      const headers = { origin: 'https://notes.example' }
      expect(mayUseCookie(told, { method, headers }, false)).toBe(false)
      expect(mayUseCookie(told, { method, headers }, true)).toBe(false)
    }
  })
})

describe('when a cookie may sign a request in', () => {
  const own = 'http://localhost:8000'
  const cases = [
    ['GET', false, undefined, undefined, true],
    ['HEAD', false, undefined, undefined, true],
    ['GET', false, undefined, 'same-origin', true],
    ['GET', false, undefined, 'none', true],
    ['GET', false, undefined, 'same-site', false],
    ['GET', false, undefined, 'cross-site', false],
    ['POST', false, undefined, undefined, false],
    ['POST', false, undefined, 'same-origin', false],
    ['PATCH', false, undefined, undefined, false],
    ['DELETE', false, undefined, undefined, false],
    ['OPTIONS', false, undefined, undefined, false],
    ['POST', false, own, undefined, true],
    ['GET', true, undefined, undefined, false],
    ['GET', true, own, undefined, true],
    ['POST', false, 'http://localhost:3000', undefined, false],
  ] as const

  it.each(cases)('%s, upgrade %s, origin %s, from %s: %s', (method, upgrade, origin, site, may) => {
    const headers = {
      ...(origin === undefined ? {} : { origin }),
      ...(site === undefined ? {} : { 'sec-fetch-site': site }),
    }
    expect(mayUseCookie(policy, { method, headers }, upgrade)).toBe(may)
  })
})

function headersOf(host: string | undefined, origin: string | undefined): Record<string, string> {
  return { ...(host === undefined ? {} : { host }), ...(origin === undefined ? {} : { origin }) }
}
