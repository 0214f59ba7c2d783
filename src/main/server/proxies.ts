import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { plainAddress } from './call-source'

/** Reverse proxies that are believed about whom they ask for; what anybody else forwards is not read. */
export class Proxies {
  readonly #trusted = new BlockList()

  /** `ranges`: `192.168.1.2`, `10.0.0.0/8`, `fd00::/8`. */
  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [address = '', bits] = range.split('/')
      const family = isIPv6(address) ? 'ipv6' : 'ipv4'
      if (bits === undefined) this.#trusted.addAddress(address, family)
      else this.#trusted.addSubnet(address, Number(bits), family)
    }
  }

  /** Whether this request was handed on by one of them. */
  handedOn({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
    return this.#isTrusted(plainAddress(socket.remoteAddress))
  }

  /** For whom a request is made: the last address in `X-Forwarded-For` that is no proxy of ours. */
  clientOf({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): string {
    let client = plainAddress(socket.remoteAddress)
    const chain = [headers['x-forwarded-for'] ?? ''].flat().join(',').split(',').toReversed()
    for (const part of chain) {
      if (!this.#isTrusted(client)) break
      const before = plainAddress(part.trim())
      if (isIP(before) === 0) break
      client = before
    }
    return client
  }

  #isTrusted(address: string): boolean {
    if (isIP(address) === 0) return false
    return this.#trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  }
}
