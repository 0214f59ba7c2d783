import { describe, expect, it } from 'vitest'
import { firewallLine } from '@main/core/server/firewall-line'
import { hostsFor, isVirtual, rankAddresses } from '@main/core/server/network-addresses'
import { ProbeService } from '@main/core/server/probe-service'
import type { ProbeServiceDeps } from '@main/core/server/probe-service'
import type { NetworkAddress } from '@shared/model/sharing'

function at(address: string, name = 'eth0'): NetworkAddress {
  const family = address.includes(':') ? 6 : 4
  const network = family === 4 ? address.replace(/\d+$/, '0/24') : `${address}/64`
  return { address, interface: name, family, network, virtual: isVirtual(name) }
}
const MANY = [
  at('172.17.0.1', 'docker0'),
  at('fd00::5'),
  at('100.64.0.3', 'tailscale0'),
  at('10.0.0.7', 'eth1'),
  at('2001:db8::5'),
  at('192.168.1.5', 'wlan0'),
  at('203.0.113.4', 'eth2'),
]

describe('the addresses of a machine', () => {
  it('are ranked: what a home router gave first, then IPv6, then what containers and tunnels have', () => {
    expect(rankAddresses(MANY).map(({ address }) => address)).toEqual([
      '192.168.1.5',
      '10.0.0.7',
      '203.0.113.4',
      'fd00::5',
      '2001:db8::5',
      '172.17.0.1',
      '100.64.0.3',
    ])
  })

  it.each([
    ['127.0.0.1', ['127.0.0.1']],
    ['localhost', ['127.0.0.1']],
    ['::1', ['::1']],
    ['192.168.1.5', ['127.0.0.1', '192.168.1.5']],
    ['192.168.1.5,fd00::5', ['127.0.0.1', '192.168.1.5', 'fd00::5']],
    [
      '0.0.0.0',
      ['127.0.0.1', '192.168.1.5', '10.0.0.7', '203.0.113.4', '172.17.0.1', '100.64.0.3'],
    ],
  ])('host %s listens on this machine’s own address, and on %j', (host, expected) => {
    expect(hostsFor(host, MANY)).toEqual(expected)
  })

  it('host :: listens on all of them', () => {
    expect(hostsFor('::', MANY)).toEqual([
      '127.0.0.1',
      '::1',
      ...rankAddresses(MANY).map(({ address }) => address),
    ])
  })
})

describe('the line that opens a firewall', () => {
  const hole = {
    port: 8000,
    networks: ['192.168.1.0/24'],
    program: "/Applications/Port 8000's.app/x",
  }

  it.each([
    ['ufw', 'sudo ufw allow from 192.168.1.0/24 to any port 8000 proto tcp'],
    [
      'firewalld',
      'sudo firewall-cmd --permanent --add-port=8000/tcp && sudo firewall-cmd --reload',
    ],
    ['nftables', 'sudo nft insert rule inet filter input tcp dport 8000 accept'],
    [
      'macOS',
      String.raw`sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add '/Applications/Port 8000'\''s.app/x' && sudo /usr/libexec/ApplicationFirewall/socketfilterfw --unblockapp '/Applications/Port 8000'\''s.app/x'`,
    ],
    [
      'Windows',
      'netsh advfirewall firewall add rule name="Port 8000 (8000)" dir=in action=allow protocol=TCP localport=8000 profile=private remoteip=localsubnet',
    ],
  ] as const)('%s', (name, line) => {
    expect(firewallLine(name, hole)).toBe(line)
  })

  it('names every network that is shared, or any where none is known', () => {
    const networks = ['10.0.0.0/8', '192.168.1.0/24']
    expect(firewallLine('ufw', { ...hole, networks })).toContain(' && sudo ufw allow from 192.')
    expect(firewallLine('ufw', { ...hole, networks: [] })).toContain('from any to any port 8000')
  })
})

describe('the look at the way in', () => {
  const ADDRESS = 'http://192.168.1.5:8000'
  async function verdict(changes: Partial<ProbeServiceDeps>, addresses = [ADDRESS]) {
    const status = {
      ...{ address: 'http://127.0.0.1:8000', port: 8000, host: '0.0.0.0', addresses },
      ...{ missing: [], unconfirmedUntil: null, error: null, holder: null },
    }
    const service = new ProbeService({
      ...{ server: { status }, addresses: () => MANY, program: '/usr/bin/node' },
      answers: () => Promise.resolve(true),
      firewall: () => Promise.resolve({ name: 'ufw', active: false }),
      visitedAt: () => null,
      ...changes,
    })
    return service.probe()
  }

  it('says what is the case, whatever stands in the way', async () => {
    expect((await verdict({}, [])).verdict).toBe('off')
    expect((await verdict({})).verdict).toBe('open')
    expect((await verdict({ answers: () => Promise.resolve(false) })).verdict).toBe('silent')
    const blocked = await verdict({
      firewall: () => Promise.resolve({ name: 'ufw', active: true }),
    })
    expect(blocked).toMatchObject({
      verdict: 'blocked',
      firewall: { line: 'sudo ufw allow from 192.168.1.0/24 to any port 8000 proto tcp' },
    })
    expect(
      (await verdict({ firewall: () => Promise.resolve({ name: null, active: null }) })).verdict,
    ).toBe('unknown')
    expect((await verdict({ visitedAt: () => 5 })).verdict).toBe('visited')
  })
})
