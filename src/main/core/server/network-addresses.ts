import type { NetworkAddress } from '@shared/model/sharing'

/** Interfaces of containers, virtual machines and tunnels: other devices of the household are not there. */
const VIRTUAL =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|cni|flannel|podman|lxc|lxd|utun|tun|tap|wg|ppp|tailscale|zt|bridge|awdl|llw|anpi)/i
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/

/** All of it, IPv4 first, the address that other devices most likely reach at the top. */
export function rankAddresses(addresses: readonly NetworkAddress[]): NetworkAddress[] {
  return addresses.toSorted((a, b) => rankOf(a) - rankOf(b) || a.address.localeCompare(b.address))
}

/** Whether an interface of that name leads to no other device of the household. */
export function isVirtual(name: string): boolean {
  return VIRTUAL.test(name)
}

function rankOf({ address, family, virtual }: NetworkAddress): number {
  const isHome = family === 4 ? PRIVATE.test(address) : /^f[cd]/i.test(address)
  // 192.168 is what home routers give; 172.16 and so on is what containers like best.
  const isRouters = address.startsWith('192.168.')
  return (virtual ? 100 : 0) + (family === 6 ? 10 : 0) + (isHome ? 0 : 2) + (isRouters ? 0 : 1)
}

/**
 * Where to listen for a `host` as it is set: this machine's own address first, always; then what others reach. `0.0.0.0` is
 * every IPv4 address there is now, `::` every address; each is opened by itself, so that one can go and another come.
 */
export function hostsFor(host: string, addresses: readonly NetworkAddress[]): string[] {
  const named = host.split(',').map((one) => (one === 'localhost' ? '127.0.0.1' : one.trim()))
  const all = rankAddresses(addresses)
  const hosts = named.flatMap((one) => {
    if (one === '0.0.0.0') return all.filter(({ family }) => family === 4).map(addressOf)
    return one === '::' ? ['::1', ...all.map(addressOf)] : [one]
  })
  const own = named.length === 1 && named[0] === '::1' ? '::1' : '127.0.0.1'
  return [...new Set([own, ...hosts])]
}

/** Whether only this machine can reach what is bound there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

/** An address as it stands in a URL. */
export function hostLiteral(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function addressOf({ address }: NetworkAddress): string {
  return address
}
