import { networkInterfaces } from 'node:os'
import { isVirtual } from '@main/core/server/network-addresses'
import type { NetworkAddress } from '@shared/model/sharing'

/** The addresses of this machine that others may reach. Those that hold on one cable only (link-local) are not among them. */
export function networkAddresses(): NetworkAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
      .map(({ address, family, netmask, cidr }) => ({
        address,
        interface: name,
        virtual: isVirtual(name),
        family: family === 'IPv6' ? (6 as const) : (4 as const),
        network: family === 'IPv4' ? networkOf(address, netmask) : (cidr ?? address),
      })),
  )
}

function networkOf(address: string, netmask: string): string {
  const mask = netmask.split('.').map(Number)
  const parts = address.split('.').map((part, index) => Number(part) & (mask[index] ?? 0))
  const bits = mask.reduce((sum, part) => sum + part.toString(2).replaceAll('0', '').length, 0)
  return `${parts.join('.')}/${bits}`
}
