import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import type { CallSource } from '@main/core/events/viewer'

const sources = new WeakMap<IncomingMessage, CallSource>()

/** Where a request comes from; as the gate saw it, or from the connection itself where nothing passed the gate. */
export function sourceOf(request: IncomingMessage): CallSource {
  return sources.get(request) ?? noteSource(request, plainAddress(request.socket.remoteAddress))
}

/** Keeps for whom a request is made. */
export function noteSource(request: IncomingMessage, address: string): CallSource {
  const { localAddress, localPort = 0 } = request.socket
  const reached = `${inUrl(plainAddress(localAddress))}:${localPort}`
  const source = { address, network: networkOf(address), reached }
  sources.set(request, source)
  return source
}

/** An IPv4 address that came over an IPv6 socket is written as what it is; a zone is left out. */
export function plainAddress(address = ''): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

/** What is counted as one address: of IPv6 the first half, since whoever has one address there has all of that. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const first = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const last = tail === '' ? [] : tail.split(':')
    while (first.length + last.length < 8) first.push('0')
    first.push(...last)
  }
  return `${first
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`
}

function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
