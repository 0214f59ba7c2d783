import { describe, expect, it } from 'vitest'
import {
  createAccessPolicy,
  hostLiteral,
  isLoopback,
  mayUseCookie,
  refusalOf,
} from '@main/server/access-policy'

const policy = createAccessPolicy({ port: 8000, host: '127.0.0.1', allowedHosts: [] })

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
    const onDefaultPort = createAccessPolicy({ port: 80, host: '127.0.0.1', allowedHosts: [] })
    expect(refusalOf(onDefaultPort, { host: 'localhost' })).toBeNull()
    expect(
      refusalOf(onDefaultPort, { host: 'localhost:80', origin: 'http://localhost' }),
    ).toBeNull()
    expect(refusalOf(onDefaultPort, { host: 'localhost:8000' })).toBe('host')
  })

  it('takes the names it was told to, and the address it is bound to', () => {
    const told = createAccessPolicy({
      port: 8123,
      host: '127.0.0.9',
      allowedHosts: ['Bots.Home', 'localhost:9000'],
    })
    for (const host of ['bots.home:8123', 'localhost:9000', '127.0.0.9:8123']) {
      expect(refusalOf(told, { host, origin: `http://${host}` })).toBeNull()
    }
    expect(refusalOf(told, { host: 'bots.home:9000' })).toBe('host')
  })
})

describe('when a cookie may sign a request in', () => {
  const cases = [
    ['GET', false, undefined, true],
    ['HEAD', false, undefined, true],
    ['POST', false, undefined, false],
    ['PATCH', false, undefined, false],
    ['DELETE', false, undefined, false],
    ['OPTIONS', false, undefined, false],
    ['POST', false, 'http://localhost:8000', true],
    ['GET', true, undefined, false],
    ['GET', true, 'http://localhost:8000', true],
  ] as const

  it.each(cases)('%s, upgrade %s, origin %s: %s', (method, upgrade, origin, expected) => {
    expect(mayUseCookie({ method, upgrade, headers: origin === undefined ? {} : { origin } })).toBe(
      expected,
    )
  })
})

describe('which addresses only this machine reaches', () => {
  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('%s is one', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['0.0.0.0', '::', '192.168.1.5', '127.0.0.1.nip.io', 'example.test', '', '128.0.0.1'])(
    '%s is none',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )

  it('writes an IPv6 address in brackets', () => {
    expect([hostLiteral('::1'), hostLiteral('127.0.0.1')]).toEqual(['[::1]', '127.0.0.1'])
  })
})

function headersOf(host: string | undefined, origin: string | undefined): Record<string, string> {
  return { ...(host === undefined ? {} : { host }), ...(origin === undefined ? {} : { origin }) }
}
