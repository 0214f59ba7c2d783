import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { noteSource } from '@main/server/call-source'
import { Proxies } from '@main/server/proxies'

function request(remoteAddress: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  // What these functions read of a request, and no more.
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage
}

describe('for whom a request is made', () => {
  const proxies = new Proxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])

  it.each([
    ['nobody forwards', '192.168.1.7', undefined, '192.168.1.7'],
    ['a stranger claims to forward', '192.168.1.7', '1.2.3.4', '192.168.1.7'],
    ['a proxy forwards', '127.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['a proxy over an IPv6 socket', '::ffff:127.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['two proxies in a row', '127.0.0.1', '1.2.3.4, 10.1.1.1', '1.2.3.4'],
    ['the client put a lie before', '127.0.0.1', '9.9.9.9, 1.2.3.4', '1.2.3.4'],
    ['a proxy says nothing', '127.0.0.1', undefined, '127.0.0.1'],
    ['a proxy says nonsense', '127.0.0.1', 'unknown', '127.0.0.1'],
    ['a proxy of IPv6', 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['only proxies', '127.0.0.1', '10.1.1.1', '10.1.1.1'],
  ])('%s', (_what, remote, forwarded, client) => {
    expect(proxies.clientOf(request(remote, forwarded))).toBe(client)
  })

  it('is the one who asks where no proxy is trusted, loopback or not', () => {
    expect(new Proxies([]).clientOf(request('127.0.0.1', '1.2.3.4'))).toBe('127.0.0.1')
  })
})

describe('what counts as one address', () => {
  it.each([
    ['192.168.1.7', '192.168.1.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1:2:3:4', 'fe80:0:0:0::/64'],
  ])('%s: %s', (address, network) => {
    expect(noteSource(request('127.0.0.1'), address).network).toBe(network)
  })
})
